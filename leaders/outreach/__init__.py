"""Whom a client has written to, what came of it, and whom not to offer again."""

from leaders.outreach.clients import choose_client, client_of, find_clients
from leaders.outreach.contact_list import ContactList, import_contacts
from leaders.outreach.contacts import Contact, load_contact, load_contacts, mark, not_again
from leaders.outreach.placement_list import PlacementList, import_placements
from leaders.outreach.placements import load_placements, measure_accuracy
from leaders.outreach.sheet import contact_sheet, write_contact_sheet

__all__ = [
    "Contact",
    "ContactList",
    "PlacementList",
    "choose_client",
    "client_of",
    "contact_sheet",
    "find_clients",
    "import_contacts",
    "import_placements",
    "load_contact",
    "load_contacts",
    "load_placements",
    "mark",
    "measure_accuracy",
    "not_again",
    "write_contact_sheet",
]
