"""Chapter 9, statistics for finding customers: questions for its quiz and for the review."""

from __future__ import annotations

from course.exercise.bank.items import Level, Multiple, Numeric, Option, Single, Slip
from course.i18n import _
from course.models import conjoint, lift


def _lift(found: int, letters: int, buyers: int, prospects: int) -> float:
    """Lift of a ranking that finds so many buyers among its first letters."""
    bought = [1] * found + [0] * (letters - found) + [1] * (buyers - found)
    bought += [0] * (prospects - len(bought))
    return lift.lift(list(range(prospects, 0, -1)), bought, letters)


def _share(gap: float) -> float:
    """Logit share of an offer whose worth is ``gap`` above that of its only rival."""
    return float(conjoint.shares([gap, 0.0])[0])


def _right(words: str, why: str) -> Option:
    return Option(words, why, right=True)


ITEMS = (
    Single(
        name="which-method-values-a-feature",
        level=Level.RECALL,
        asked=_(
            "A railway wants to know how many yuan a change of trains costs it in the eyes of travellers. Which method?"
        ),
        options=(
            _right(
                _("Conjoint analysis"), _("It takes whole offers apart into what each feature is worth, in money too.")
            ),
            Option(_("Cluster analysis"), _("It groups travellers who are alike; it puts no price on a feature.")),
            Option(_("Factor analysis"), _("It looks for causes behind traits that go together; no offer is judged.")),
            Option(
                _("Mirror analysis"),
                _("It describes the best customers; it says nothing about what an offer should be."),
            ),
        ),
    ),
    Single(
        name="k-means-on-a-cloud",
        level=Level.JUDGE,
        asked=_("k-means returns four segments with a silhouette of 0.13. What does that say?"),
        options=(
            _right(
                _("The segments are cuts through a cloud, not islands."),
                _("k-means gives as many groups as asked for; so low a silhouette says that they touch."),
            ),
            Option(
                _("Four kinds of customers exist, since k-means found four."),
                _("k-means always finds the number that it is asked for, also in pure chance."),
            ),
            Option(
                _("The segments are wrong in 87% of the cases."),
                _("A silhouette is a ratio of distances, not a share of wrong cases."),
            ),
            Option(
                _("The segments are of no use for any plan."),
                _("A cut can be useful: the rates of buyers in the chapter's two segments differ by a factor above 2."),
            ),
        ),
    ),
    Single(
        name="mirror-counts-twice",
        level=Level.APPLY,
        asked=_("Why may a look-alike score overrate income, purchasing power and education?"),
        options=(
            _right(
                _("They go together, and the score counts each of them in full."),
                _("The mirror takes traits one by one; discriminant analysis and regression share the credit out."),
            ),
            Option(
                _("Their units are larger than those of the other traits."),
                _("The score uses standard deviations, so units do not matter."),
            ),
            Option(
                _("Buyers do not differ from others in them."),
                _("They do; a trait without a difference would get no points at all."),
            ),
            Option(
                _("They were measured after the purchase."),
                _("They are traits of the postcode area; when they were measured is not the reason."),
            ),
        ),
    ),
    Multiple(
        name="what-knows-nothing-of-buying",
        level=Level.RECALL,
        asked=_("Which methods never look at who bought?"),
        options=(
            _right(
                _("Cluster analysis"), _("It sees traits alone; the rate of buyers of a segment is counted afterwards.")
            ),
            _right(_("Principal components"), _("They keep the spread of the traits, whatever buyers differ in.")),
            _right(_("Factor analysis"), _("It explains why traits go together, and no purchase enters.")),
            Option(
                _("Discriminant analysis"), _("It needs both groups, buyers and others, to find what separates them.")
            ),
            Option(_("Logit regression"), _("Buying is what it explains; without it there is nothing to fit.")),
        ),
    ),
    Numeric(
        name="lift-of-a-list",
        level=Level.APPLY,
        asked=_(
            "Of {prospects:,} prospects {buyers} would buy. The best {letters} on a list hold {found} of these buyers. "
            "What is the lift of the list?"
        ),
        draw={"prospects": (1000, 2000), "buyers": (50, 60, 80), "letters": (100, 200), "found": (20, 24, 30)},
        answer=_lift,
        unit=_("times the rate of all"),
        within=0.02,
        why=_("So many times more buyers a letter than by writing at random."),
        near=_("The rate among the letters, divided by the rate among all prospects."),
        slips=(
            Slip(
                lambda found, letters, buyers, prospects: found / letters,
                _("This is the rate among the letters. Divide it by the rate of all."),
            ),
            Slip(
                lambda found, letters, buyers, prospects: found / buyers,
                _("This is the share of all buyers that were found, not a ratio of rates."),
            ),
            Slip(
                lambda found, letters, buyers, prospects: buyers / prospects,
                _("This is the rate of all prospects: what writing at random brings."),
            ),
        ),
    ),
    Single(
        name="overlapping-intervals",
        level=Level.JUDGE,
        asked=_(
            "Lifts of two methods on the same prospects: 3.4 (2.7 to 4.0) and 2.6 (2.0 to 3.3). Are they equally good?"
        ),
        options=(
            _right(
                _("The interval of their difference, in the same resamples, must tell."),
                _("Both meet the same prospects, so chance moves them together; the difference is surer than each."),
            ),
            Option(
                _("Yes: the intervals overlap."),
                _("Overlap alone does not prove it; in pairs the difference may still be clearly above zero."),
            ),
            Option(
                _("No: 3.4 is more than 2.6."),
                _("Chance alone could make such a gap; without an interval nothing is said."),
            ),
            Option(
                _("Yes: both lifts are above 1."),
                _("That says that both beat chance, and nothing about which is better."),
            ),
        ),
    ),
    Numeric(
        name="share-of-two-offers",
        level=Level.APPLY,
        asked=_(
            "A conjoint study finds that offer A is worth {gap:g} more than its only rival B, in units of the logit. "
            "Which share of choices does A get?"
        ),
        draw={"gap": (0.5, 0.8, 1.2, 1.5)},
        answer=_share,
        unit=_("share, as a decimal number"),
        within=0.006,
        why=_("e to the worth of A, divided by the sum over both offers."),
        near=_("Raise e to each worth, and divide the one of A by the sum of both."),
        slips=(
            Slip(lambda gap: 1 - _share(gap), _("This is the share of B.")),
            Slip(lambda gap: gap / (1 + gap), _("Worths may not be divided by each other: raise e to them first.")),
            Slip(lambda gap: 2.718281828**gap, _("These are the odds of A against B, not its share.")),
        ),
        in_quiz=False,
    ),
    Single(
        name="odds-ratio-holds-one",
        level=Level.APPLY,
        asked=_("The odds ratio of income is 1.05, with an interval from 0.91 to 1.22. What follows?"),
        options=(
            _right(
                _("Beside the other traits, income has no effect that chance could not make."),
                _("The interval holds 1, and 1 is no effect, the other traits held fixed."),
            ),
            Option(
                _("Rich and poor areas buy equally often."),
                _("Alone, income may matter much; the odds ratio speaks of income with the other traits held fixed."),
            ),
            Option(
                _("Each yuan more raises the chance by 5%."),
                _("It is a ratio of odds for one standard deviation, not a chance for one yuan."),
            ),
            Option(
                _("It is proven that income has no effect."),
                _("Effects up to 1.22 fit the data as well; not proven is not proven wrong."),
            ),
        ),
        in_quiz=False,
    ),
    Single(
        name="lift-on-own-customers",
        level=Level.JUDGE,
        asked=_("A supplier shows a lift of 4 on the customers from which his model learnt. What do you ask?"),
        options=(
            _right(
                _("The lift on customers held out."),
                _("Even columns of pure chance have a lift on customers learnt from, and none on new ones."),
            ),
            Option(
                _("A model with more traits."),
                _("More traits raise the lift on the customers learnt from still further, and prove nothing."),
            ),
            Option(
                _("The price of a letter."), _("It decides how many letters to send, once the lift can be believed.")
            ),
            Option(
                _("More decimals of the lift."),
                _("Decimals are arithmetic; the doubt is about the customers it was measured on."),
            ),
        ),
        in_quiz=False,
    ),
    Multiple(
        name="trouble-of-a-copy",
        level=Level.JUDGE,
        asked=_("A simulated market of two trains gets a copy of the second. Which statements hold for logit shares?"),
        options=(
            _right(
                _("The first train loses share to the copy."),
                _("The logit takes every offer as equally different from every other."),
            ),
            _right(
                _("The two equal trains get equal shares."),
                _("Their worths are equal, so the rule gives them the same."),
            ),
            Option(
                _("Only the second train loses share."),
                _("That is what one would expect of travellers, but the logit does not do it."),
            ),
            Option(
                _("All shares stay as they were."),
                _("Shares add up to one, so the copy's share must come from somewhere."),
            ),
        ),
        in_quiz=False,
    ),
)
