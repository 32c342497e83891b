"""Chapter 10, satisfaction and loyalty: questions for its quiz and for the review."""

from __future__ import annotations

from course.exercise.bank.items import Level, Multiple, Numeric, Option, Single, Slip
from course.i18n import _
from course.models import complaints, satisfaction, service_gaps


def _gap(number: int, expected: float, believed: float, standard: float, delivered: float, promised: float) -> float:
    levels = {
        "expected": expected, "believed": believed, "standard": standard, "delivered": delivered, "promised": promised,
        "perceived": delivered,
    }  # fmt: skip
    return float(service_gaps.from_levels(levels)[number])


ITEMS = (
    Single(
        name="satisfied-is-not-loyal",
        level=Level.JUDGE,
        asked=_(
            "Nine of ten customers say they are satisfied. The manager stops the loyalty programme. What is the flaw?"
        ),
        options=(
            Option(
                _("Satisfied customers may still leave, for a lower price for example."),
                _("The satisfaction trap: in the survey most of the satisfied would not stay when rivals get cheaper."),
                right=True,
            ),
            Option(
                _("Satisfied customers are never loyal."),
                _("Too strong: more of the satisfied than of the others would choose the provider again."),
            ),
            Option(
                _("Nine of ten is too low a share for a good company."),
                _("How high the share should be is another question; even with ten of ten the trap is there."),
            ),
            Option(
                _("Customers lie about satisfaction in surveys."),
                _("Some may. But the answer can be honest and the customer still ready to leave."),
            ),
        ),
    ),
    Single(
        name="what-the-norwegian-model-adds",
        level=Level.RECALL,
        asked=_("Which quantity does the Norwegian satisfaction barometer add to the American index model?"),
        options=(
            Option(
                _("Corporate image"),
                _("Image is linked with satisfaction and with loyalty in the Norwegian model."),
                right=True,
            ),
            Option(_("Perceived quality"), _("The American model has it already; the Swedish one does not.")),
            Option(_("Hardware quality"), _("No national index has this as a quantity of its own.")),
            Option(_("Complaints"), _("All three models hold complaints as a consequence of satisfaction.")),
        ),
    ),
    Single(
        name="which-gap-to-close",
        level=Level.APPLY,
        asked=_(
            "Managers know well what guests expect, the handbook says the same, and the counter does something else. "
            "Which gap is it, and what helps?"
        ),
        options=(
            Option(
                _("Gap 3, behaviour: train and lead the staff at the counter."),
                _("Delivery falls short of a standard that is right."),
                right=True,
            ),
            Option(
                _("Gap 1, understanding: ask guests what they expect."),
                _("Managers know it already. More research would close a gap that is not there."),
            ),
            Option(
                _("Gap 2, procedure: rewrite the handbook."),
                _("The handbook agrees with what managers know. Rewriting it changes nothing at the counter."),
            ),
            Option(
                _("Gap 4, promotion: advertise less."),
                _("A smaller promise would lower what is expected, and leave the poor delivery as it is."),
            ),
        ),
    ),
    Single(
        name="fewer-complaints",
        level=Level.JUDGE,
        asked=_("Complaints fell by half after the telephone line was closed. What may be said?"),
        options=(
            Option(
                _("Nothing of unhappiness: the visible part got smaller because complaining got harder."),
                _("Only complaints are seen. The silent were many before and may be more now."),
                right=True,
            ),
            Option(
                _("Unhappiness fell by half."),
                _("That would follow only if the share that complains had stayed the same, and the line was closed."),
            ),
            Option(
                _("Unhappiness rose."),
                _("That may be so, but falling complaints do not show it. Another measure is needed."),
            ),
            Option(
                _("Word of mouth fell by half as well."),
                _("Most bad word comes from the silent, and there are more of those now."),
            ),
        ),
    ),
    Multiple(
        name="external-bonds",
        level=Level.RECALL,
        asked=_("Which of these are bonds from outside (外因)?"),
        options=(
            Option(_("A contract for two years"), _("A legal bond comes from outside."), right=True),
            Option(_("The shop is the only one nearby"), _("A geographic bond comes from outside."), right=True),
            Option(
                _("Machines that fit only this supplier's parts"), _("A technical bond comes from outside."), right=True
            ),
            Option(_("Friendship with the seller"), _("This is a social bond: it lies inside the relation.")),
            Option(_("Shared values"), _("A bond of values lies in the customer, so it comes from inside.")),
        ),
    ),
    Multiple(
        name="what-pls-does",
        level=Level.RECALL,
        asked=_("Which statements on the index models of the chapter are true?"),
        options=(
            Option(
                _("A score is a weighted sum of the answers to its questions."),
                _("Partial least squares chooses those weights."),
                right=True,
            ),
            Option(
                _("The index hardly changed from model to model."),
                _("The three differ by less than their intervals are wide."),
                right=True,
            ),
            Option(
                _("A path coefficient proves that the cause brings about the consequence."),
                _("The arrows are assumed. The survey only says how strong they are if the model is right."),
            ),
            Option(
                _("Errors in the answers make paths too large."),
                _("The other way round: errors blur a relation, so paths come out somewhat too small."),
            ),
        ),
        in_quiz=False,
    ),
    Numeric(
        name="index-from-means",
        level=Level.APPLY,
        asked=_(
            "Two questions, answered from 1 to 10, have the means {first} and {second}. The first counts three times "
            "as much as the second. What is the satisfaction index from 0 to 100?"
        ),
        draw={"first": (7.2, 7.6, 8.2), "second": (5.2, 5.8, 6.4)},
        answer=lambda first, second: satisfaction.index([3, 1], [first, second]),
        unit=_("points from 0 to 100"),
        within=0.06,
        why=_("The weighted mean, less 1, divided by 9: so the worst answer is 0 and the best 100."),
        slips=(
            Slip(
                lambda first, second: satisfaction.index([1, 1], [first, second]),
                _("Both questions count the same here."),
            ),
            Slip(
                lambda first, second: (3 * first + second) / 4 * 10,
                _("Ten times the mean: but the lowest answer is 1, and must become 0."),
            ),
            Slip(
                lambda first, second: satisfaction.index([1, 3], [first, second]),
                _("The weights are exchanged: the first question counts three times."),
            ),
        ),
        near=_("Take the weighted mean first, then move it from the scale 1 to 10 to the scale 0 to 100."),
    ),
    Numeric(
        name="silent-customers",
        level=Level.APPLY,
        asked=_("{letters} complaints came in, and {share:.0%} of the unhappy complain. How many keep silent?"),
        draw={"letters": (60, 90, 120), "share": (0.04, 0.05, 0.1)},
        answer=lambda letters, share: complaints.below_water(letters, share),
        unit=_("customers"),
        within=0.5,
        why=_("The complaints are the small share of a whole: divide by it, then take the complainants off."),
        slips=(
            Slip(
                lambda letters, share: letters / share,
                _("These are all the unhappy. The complainants among them are not silent."),
            ),
            Slip(
                lambda letters, share: letters * (1 - share),
                _("The complaints are not the whole but the share. Divide, do not multiply."),
            ),
        ),
        near=_("First the number of all unhappy customers, then those who did not complain."),
    ),
    Numeric(
        name="when-inviting-helps",
        level=Level.JUDGE,
        asked=_(
            "A silent customer tells {silent} people, one with a bad answer {badly}. Above which share of complaints "
            "answered well does it help to invite complaints?"
        ),
        draw={"silent": (4, 5, 6), "badly": (9, 11, 16)},
        answer=lambda silent, badly: complaints.least_answered_well(silent, badly),
        unit=_("a share such as 0.35"),
        within=0.006,
        why=_(
            "Then the bad word of one more complainant is less than what the same customer would have told in silence."
        ),
        slips=(
            Slip(
                lambda silent, badly: silent / badly,
                _("This is the share that may be answered badly. The question is about the others."),
            ),
            Slip(
                lambda silent, badly: silent / (silent + badly),
                _("Nothing is divided among both here. One customer is either silent or complains."),
            ),
        ),
        near=_(
            "One minus the share answered well, times the people told after a bad answer, must be below the silent."
        ),
        in_quiz=False,
    ),
    Numeric(
        name="behaviour-gap",
        level=Level.APPLY,
        asked=_(
            "Guests expect {expected} points, managers believe {believed}, the standard says {standard}, the delivery "
            "is {delivered} and the promise {promised}. How large is gap 3, behaviour (a loss below zero)?"
        ),
        draw={
            "expected": (92,),
            "believed": (86, 88),
            "standard": (80, 82),
            "delivered": (68, 71),
            "promised": (89, 95),
        },
        answer=lambda **levels: _gap(3, **levels),
        unit=_("points"),
        within=0.1,
        why=_("Gap 3 is the delivery less the standard: what the staff do against what the handbook says."),
        slips=(
            Slip(lambda **levels: -_gap(3, **levels), _("The size is right. A loss stands below zero.")),
            Slip(lambda **levels: _gap(4, **levels), _("This is gap 4, the delivery against the promise.")),
            Slip(lambda **levels: _gap(2, **levels), _("This is gap 2, the standard against what managers believe.")),
        ),
        near=_("Which two views does the gap of behaviour compare?"),
        in_quiz=False,
    ),
    Single(
        name="least-word-of-mouth",
        level=Level.APPLY,
        asked=_("12% of complainants told 20 people or more. What follows with nothing else assumed?"),
        options=(
            Option(
                _("They told at least 2.4 people each, on average."),
                _("The worst case: exactly 20 for the 12%, and nobody for all others."),
                right=True,
            ),
            Option(
                _("They told 20 people each, on average."),
                _("That is what at least the 12% did, not the mean of all."),
            ),
            Option(
                _("Each told 12 people."),
                _("The 12% is a share of the people asked, not a number of people told."),
            ),
            Option(
                _("88% told nobody."),
                _("They told fewer than 20. Nobody is only the least that is possible."),
            ),
        ),
        in_quiz=False,
    ),
    Single(
        name="last-loyalty",
        level=Level.RECALL,
        asked=_(
            "A customer buys again although a rival is nearer and cheaper. Which of the four loyalties shows here?"
        ),
        options=(
            Option(_("Action loyalty"), _("An obstacle stood in the way and was overcome."), right=True),
            Option(
                _("Cognitive loyalty"), _("That is to think the offer is the better one. Here the rival is cheaper.")
            ),
            Option(
                _("Affective loyalty"), _("Liking may lie behind it, but what shows is a deed against an obstacle.")
            ),
            Option(_("Conative loyalty"), _("That is to mean to buy again; here it was done.")),
        ),
    ),
)
