"""Routes of telling people: their phones, their proofs, the ledger, captured mail."""

from server.routes.notify import ledger, mail, phones, proofs

HANDLERS = [*phones.HANDLERS, *proofs.HANDLERS, *ledger.HANDLERS, *mail.HANDLERS]
