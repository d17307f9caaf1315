"""What the columns of Canvas's and Moodle's files are called, in the languages in which Moodle writes them.

Everything behind this reads English heads. A head in no language that is listed stays as it is, and whoever
has one says what it means: ``--head "Etunimi=first name"``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.grading.admission import show_name
from autograder.lms import LmsError

MEANINGS = (
    "first name", "last name", "full name", "email address", "id number", "username", "user id", "groups",
    "identifier", "grade", "student", "id", "section", "sis login id", "sis user id",
)  # fmt: skip

# Moodle's own words: German, French, Spanish, Italian, Portuguese, Dutch. None means two things.
_MOODLE = {
    "first name": "vorname|prénom|nombre|nome|nome próprio|voornaam",
    "last name": "nachname|nom|nom de famille|apellido(s)|apellidos|cognome|sobrenome|apelido|achternaam",
    "full name": "vollständiger name|nom complet|nombre completo|nome completo|volledige naam",
    "email address": "e-mail-adresse|e-mail|adresse de courriel|adresse e-mail|dirección de correo|"
    "dirección email|dirección de correo electrónico|correo electrónico|indirizzo email|endereço de email|"
    "endereço de e-mail|e-mailadres",
    "id number": "id-nummer|numéro d'identification|número de id|número de identificación|"
    "codice identificativo|número de identificação|número id|idnummer",
    "username": "anmeldename|nom d'utilisateur|nombre de usuario|nome de utilizador|"
    "identificação de usuário|gebruikersnaam",
    "groups": "gruppen|gruppe|groupes|groupe|grupos|grupo|gruppi|gruppo|groepen|groep",
    "identifier": "identifiant|identificador|identificativo|identificatie",
    "grade": "bewertung|note|calificación|valutazione|nota|avaliação|cijfer|beoordeling",
}
_ENGLISH = {head: meaning for meaning, heads in _MOODLE.items() for head in heads.split("|")}


def plain(head: str) -> str:
    """Return a head in one form: small letters, one space, a straight apostrophe.

    >>> plain(" Numéro  d’identification")
    "numéro d'identification"
    """
    return " ".join(head.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold().split())


def english(heads: Sequence[str], named: Mapping[str, str] | None = None) -> list[str]:
    """Return the heads of a file in English, where they are known.

    Parameters
    ----------
    heads : sequence of str
        The file's first line.
    named : mapping of str to str, optional
        What some of them mean, as somebody has said.

    Raises
    ------
    LmsError
        If one that was named is not there, or two mean the same.

    Examples
    --------
    >>> english(["Vorname", "Nachname", "E-Mail-Adresse"])
    ['first name', 'last name', 'email address']
    >>> english(["Etunimi", "Nachname"], {"etunimi": "first name"})
    ['first name', 'last name']
    """
    told = {plain(head): meaning for head, meaning in (named or {}).items()}
    for head in told:
        if head not in map(plain, heads):
            listed = ", ".join(map(show_name, heads[:8]))
            raise LmsError(f"--head {show_name(head)}=…: the file has no such column; it has {listed}")
    every = [plain(head) for head in heads]
    found = [told.get(head) or _ENGLISH.get(head, head) for head in every]
    if "vollständiger name" in every:  # Moodle's worksheet in German
        found = ["identifier" if head == "id" else head for head in found]
    for meaning in () if "student" in found else dict.fromkeys(found):
        if meaning in MEANINGS and found.count(meaning) > 1:
            both = ", ".join(
                show_name(head) for head, one in zip(heads, found, strict=True) if one == meaning
            )
            raise LmsError(
                f'Several columns could be the {meaning}: {both}. Say which one is: --head "…={meaning}", '
                "and rename the other in the file"
            )
    return found


def named(said: Sequence[str]) -> dict[str, str]:
    """Return what ``--head HEAD=MEANING`` says.

    Raises
    ------
    LmsError
        If that is no such thing.
    """
    found = {}
    for one in said:
        head, _, meaning = one.rpartition("=")
        if not head.strip() or plain(meaning) not in MEANINGS:
            raise LmsError(
                f'--head {show_name(one)}: write it as HEAD=MEANING, such as "Etunimi=first name"; a column '
                f"can mean {', '.join(MEANINGS)}"
            )
        found[head.strip()] = plain(meaning)
    return found
