"""Routes of telling people: their phones, their proofs, the ledger, who rings whom, text messages, captured mail."""

from server.routes.notify import ledger, mail, phones, proofs, ringing, texts

HANDLERS = [
    *phones.HANDLERS, *proofs.HANDLERS, *ledger.HANDLERS, *ringing.HANDLERS, *texts.HANDLERS, *mail.HANDLERS,
]  # fmt: skip
