"""Messages in the reader's language, by the standard library's gettext.

Every label and message a reader sees is written ``_("...")``.  Without a catalogue the English text itself is shown,
so the English edition needs none; a translation lies in ``course/locale/<language>/LC_MESSAGES/course.mo``.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

LANGUAGE_VARIABLE = "COURSE_LANGUAGE"


def _catalogue() -> gettext.NullTranslations:
    chosen = os.environ.get(LANGUAGE_VARIABLE, "en")
    folder = Path(__file__).with_name("locale")
    return gettext.translation("course", localedir=folder, languages=[chosen], fallback=True)


_ = _catalogue().gettext
#: For words that depend on a number: ``ngettext("one try", "{n} tries", n)``.
ngettext = _catalogue().ngettext
