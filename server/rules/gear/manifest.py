"""A rental manifest: cases with their lines, numbered walkies, whose it is and when it goes back."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

import msgspec

from server.errors import Invalid
from server.rules.production.crew_list import department_name
from server.rules.production.dates import day_comes_first, is_open, read_day
from server.rules.production.paper import Header, Kind, Remark, Row, find_header, heading, is_heading_again, told

HEADINGS: dict[str, tuple[str, ...]] = {
    "case": ("case", "case no", "case code", "case number", "case id", "code", "flight case", "box", "kit",
             "container"),
    "case_name": ("case name", "case title", "case description", "kit name", "box name", "case contents"),
    "item": ("item", "description", "item description", "equipment", "product", "contents", "article", "asset"),
    "department": ("department", "dept", "section"),
    "make": ("make", "manufacturer", "brand", "maker"),
    "serials": ("serials", "serial", "serial no", "serial number", "serial numbers", "serial nos", "sn", "s n",
                "asset no", "barcode"),
    "quantity": ("qty", "quantity", "count", "pieces", "pcs", "no", "units", "amount"),
    "value": ("replacement value each", "replacement value", "value each", "unit value", "replacement", "value",
              "replacement cost", "insurance value", "value per item"),
    "total": ("total value", "total", "line total", "total replacement value"),
    "currency": ("currency", "cur", "ccy"),
    "owner": ("owner", "vendor", "rental house", "supplier", "hire company", "rented from", "house", "source"),
    "po": ("po", "po no", "po number", "purchase order", "order no"),
    "due": ("due back", "due", "return date", "return by", "due date", "off hire", "off hire date", "return",
            "back by"),
    "policy": ("return policy", "policy", "return check", "check", "check in policy"),
    "truck": ("truck", "vehicle", "lives on", "lorry", "van"),
}  # fmt: skip

_NEED = (frozenset({"case", "item"}), frozenset({"item", "quantity"}))
_WALKIE = re.compile(
    r"\b(?:walkie(?:[- ]talkie)?|handset|two[- ]way(?: radio)?|radio)\s*(?:#|no\.?|nr\.?)?\s*(\d{1,4})$", re.IGNORECASE
)
_BOX = re.compile(r"^(?:box|kit)\s*(?:rental|rent|hire)\s*[:–-]?\s*(.*)$", re.IGNORECASE)
_OWNED = re.compile(r"^(owned|own|production|purchased?|bought|asset)$", re.IGNORECASE)
_POLICIES = {
    "each": "each", "every": "each", "item": "each", "itemised": "each", "serial": "each",
    "count": "count", "counted": "count", "qty": "count", "bulk": "count",
    "sealed": "sealed", "seal": "sealed", "closed": "sealed",
}  # fmt: skip
_CURRENCIES = {"$": "USD", "US$": "USD", "£": "GBP", "€": "EUR", "C$": "CAD", "A$": "AUD"}
_MOST_PIECES = 100_000
_MOST_CENTS = 10**12


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line. `value_cents` is the replacement value of one piece, in the currency's hundredths."""

    line: int
    item: str
    make: str = ""
    serial: str = ""
    quantity: int = 1
    value_cents: int = 0
    currency: str = ""
    vendor: str = ""
    """A rental house; "" with no `box_rental`: the production's own."""
    box_rental: str = ""
    """The position whose own kit it is."""
    po: str = ""
    due_back_on: date | None = None
    policy: str = "each"
    walkie: int | None = None


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """`code` is None for lines that are in no case."""

    code: str | None
    name: str
    department: str
    truck: str
    lines: tuple[Line, ...]

    def shared(self, field: str) -> object:
        """What all its lines say alike; None where they differ."""
        values = {getattr(line, field) for line in self.lines}
        return values.pop() if len(values) == 1 else None


class Manifest(msgspec.Struct, frozen=True):
    cases: tuple[Case, ...]
    remarks: tuple[Remark, ...]

    @property
    def lines(self) -> list[Line]:
        return [line for case in self.cases for line in case.lines]

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def value_cents(self) -> dict[str, int]:
        """Replacement value of everything, by currency."""
        found: dict[str, int] = {}
        for line in self.lines:
            found[line.currency] = found.get(line.currency, 0) + line.quantity * line.value_cents
        return found

    @property
    def walkies(self) -> list[int]:
        return [line.walkie for line in self.lines if line.walkie is not None]


def is_manifest(rows: Sequence[Row]) -> bool:
    """Whether a row names the columns of a manifest: a case with an item, or an item with a count and no person."""
    try:
        header = find_header(rows, HEADINGS, _NEED)
    except Invalid:
        return False
    titles = {heading(title) for title in header.titles}
    return not titles & {"name", "full name", "performer", "crew name", "email"}


def read_manifest(rows: Sequence[Row], *, country: str, currency: str, around: date) -> Manifest:
    """Cases in the order of the list. `currency`: the production's, where a line names none; `country`, `around`: how
    dates are read. Raises Invalid when no row names the columns.
    """
    header = find_header(rows, HEADINGS, _NEED)
    day_first = day_comes_first((row.cell(header.columns.get("due")) for row in rows), country=country)
    reader = _Reader(header, day_first=day_first, currency=currency, around=around)
    for row in rows:
        if row.line > header.line and row.filled and not is_heading_again(row, header):
            reader.row(row)
    return reader.finish()


class _Open(msgspec.Struct):
    """A case while its rows are read."""

    code: str | None
    name: str
    department: str
    truck: str
    first: int
    lines: list[Line]


class _Reader:
    def __init__(self, header: Header, *, day_first: bool, currency: str, around: date) -> None:
        self.header = header
        self.day_first = day_first
        self.currency = currency
        self.around = around
        self.cases: dict[str | tuple[str, str], _Open] = {}
        self.remarks: list[Remark] = []

    def get(self, row: Row, field: str) -> str:
        return row.cell(self.header.columns.get(field))

    def remark(self, row: Row, field: str, says: str, *, code: str, kind: Kind = Kind.DOUBTED) -> None:
        column = self.header.title(field)
        self.remarks.append(Remark(says=f"Row {row.line}: {says}", line=row.line, column=column, code=code, kind=kind))

    def row(self, row: Row) -> None:
        if len(row.filled) == 1 and not self.get(row, "item"):
            self.remark(row, "item", f"'{row.filled[0][:60]}' is no line. Passed over.", code="passed_over")
            return
        item = self.get(row, "item") or self.get(row, "case_name")
        quantity = self._quantity(row)
        if not item or quantity is None:
            why = "names no item" if not item else f"has no count: '{self.get(row, 'quantity')[:40]}'"
            self.remark(row, "item" if not item else "quantity", f"{why}. Left out.", code="line", kind=Kind.REFUSED)
            return
        value, currency = self._value(row)
        owner = self.get(row, "owner")
        box = _BOX.match(owner)
        walkie = _WALKIE.search(item) if quantity == 1 else None
        serial = self._serials(row, quantity)
        line = Line(
            line=row.line, item=item[:200], make=self.get(row, "make")[:120], serial=serial, quantity=quantity,
            value_cents=value, currency=currency, vendor="" if box or _OWNED.match(owner) else owner[:120],
            box_rental=(box[1] or "unnamed")[:120] if box else "", po=self.get(row, "po")[:60],
            due_back_on=self._due(row), policy=self._policy(row), walkie=int(walkie[1]) if walkie else None,
        )  # fmt: skip
        self._case(row).lines.append(line)

    def _case(self, row: Row) -> _Open:
        code = " ".join(self.get(row, "case").upper().split())[:40] or None
        department = department_name(self.get(row, "department"))
        name, truck = self.get(row, "case_name")[:120], self.get(row, "truck")[:120]
        key = code if code is not None else (department, self.get(row, "item"))
        case = self.cases.get(key)
        if case is None:
            case = self.cases[key] = _Open(code, name or code or "", department, truck, row.line, [])
        for field, was, now in (("department", case.department, department), ("case_name", case.name, name)):
            if now and now.casefold() != was.casefold():
                says = f"{case.code or name} is '{was}' in row {case.first}, '{now}' here. '{was}' is kept."
                self.remark(row, field, says, code="case_differs")
        return case

    def _quantity(self, row: Row) -> int | None:
        cell = self.get(row, "quantity").replace(",", "").replace("x", "").strip()
        if not cell:
            return 1
        try:
            number = Decimal(cell)
        except InvalidOperation:
            return None
        return int(number) if number == number.to_integral_value() and 0 < number <= _MOST_PIECES else None

    def _value(self, row: Row) -> tuple[int, str]:
        cell, named = self.get(row, "value"), self.get(row, "currency").upper()
        match = re.match(r"^\s*([A-Z]{3}|[A-Z]{0,2}[$£€])?\s*([\d.,' ]*?)\s*([A-Z]{3}|[$£€])?\s*$", cell)
        amount = _amount(match[2]) if match else None
        sign = (match[1] or match[3] or "") if match else ""
        currency = _CURRENCIES.get(named, named) or _CURRENCIES.get(sign, sign) or self.currency
        if not re.fullmatch("[A-Z]{3}", currency):
            self.remark(row, "currency", f"'{named[:20]}' is no currency; {self.currency} taken.", code="currency")
            currency = self.currency
        if amount is None or amount > _MOST_CENTS:
            if cell:
                self.remark(row, "value", f"'{cell[:40]}' is no amount. No value kept.", code="value")
            return 0, currency
        return amount, currency

    def _serials(self, row: Row, quantity: int) -> str:
        serials = [part for part in re.split(r"[;,/|\s]+", self.get(row, "serials")) if part]
        if serials and len(serials) != quantity:
            many = f"{len(serials)} serial number{'s' if len(serials) > 1 else ''} for {quantity} pieces"
            self.remark(row, "serials", f"{many} of {self.get(row, 'item')[:60]}. Kept as written.", code="serials")
        return "; ".join(serials)[:200]

    def _due(self, row: Row) -> date | None:
        cell = self.get(row, "due")
        if not cell or is_open(cell):
            return None
        day = read_day(cell, day_first=self.day_first, around=self.around)
        if day is None:
            self.remark(row, "due", f"'{cell[:40]}' can't be read as a date. Left open.", code="dates")
        return day

    def _policy(self, row: Row) -> str:
        cell = self.get(row, "policy").casefold()
        policy = _POLICIES.get(cell)
        if policy is None and cell:
            says = f"'{cell[:40]}' is no return policy (each, count, sealed). Each piece will be counted."
            self.remark(row, "policy", says, code="policy")
        return policy or "each"

    def finish(self) -> Manifest:
        cases = [
            Case(code=c.code, name=c.name or c.lines[0].item, department=c.department, truck=c.truck, lines=(*c.lines,))
            for c in self.cases.values()
            if c.lines
        ]
        self._twice("walkie", "walkie number", cases)
        self._serials_twice(cases)
        return Manifest(tuple(cases), tuple(self.remarks))

    def _twice(self, field: str, what: str, cases: Sequence[Case]) -> None:
        seen: dict[object, int] = {}
        for line in (line for case in cases for line in case.lines):
            value = getattr(line, field)
            if value is not None and value in seen:
                says = f"{told([seen[value], line.line]).capitalize()} have one {what}, {value}."
                self.remarks.append(Remark(says=says, line=line.line, code="twice"))
            seen.setdefault(value, line.line)

    def _serials_twice(self, cases: Sequence[Case]) -> None:
        seen: dict[str, int] = {}
        for line in (line for case in cases for line in case.lines):
            for serial in filter(None, line.serial.split("; ")):
                if serial in seen:
                    says = f"{told([seen[serial], line.line]).capitalize()} have one serial number, {serial}."
                    self.remarks.append(Remark(says=says, line=line.line, code="twice"))
                seen.setdefault(serial, line.line)


def _amount(text: str) -> int | None:
    """`82,000.00`, `82.000,00`, `82 000`, `1'200.5` → hundredths."""
    plain = re.sub(r"[' ]", "", text)
    if re.search(r",\d{1,2}$", plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif re.search(r"\.\d{3}(\.|$)", plain) and "," not in plain and plain.count(".") > 1:
        plain = plain.replace(".", "")
    try:
        cents = Decimal(plain.replace(",", "")) * 100
    except InvalidOperation:
        return None
    return int(cents) if cents == cents.to_integral_value() and cents >= 0 else None
