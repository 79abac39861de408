"""Values of many types on the spans of functions, methods and generators."""

import datetime
import uuid
from decimal import Decimal
from typing import Literal, NewType, Optional

from opentelemetry import trace

tracer = trace.get_tracer("orders")
Sku = NewType("Sku", str)


class Shop:
    # do: span.function
    # do: span.attributes
    def sell(
        self,
        sku: Sku,
        quantity: int = 1,
        *extras: str,
        price: Decimal,
        buyer_email: str,
        customer_id: uuid.UUID,
        due: Optional[datetime.date] = None,
        kind: Literal["new", "used"] = "new",
        note: str | None = None,
        gift: bool = False,
    ) -> Decimal:
        """Sells it."""
        if quantity < 1:
            raise ValueError(f"{quantity} of {sku}")
        print(sku, quantity, extras, price, due, kind, note, gift, len(buyer_email), customer_id)
        return price * quantity

    @classmethod
    # do: span.attributes
    def open(cls, region="north", desk_id=None, staff=()):
        return cls()


# do: span.function
# do: span.attributes
def numbers(limit: int, label: str = "n"):
    for number in range(limit):
        yield f"{label}{number}"


class Loud:
    """Its text says when it is asked for."""

    def __str__(self):
        print("str called")
        return "loud"


# do: span.function
def load(rows):
    total = 0
    for row in rows:
        total += row
    # do: span.attributes 1 @ row_count
    row_count = len(rows)
    # do: span.attributes 1
    is_large = total > 10
    return row_count, is_large


with tracer.start_as_current_span("root"):
    shop = Shop.open()
    shop = Shop.open("south", 7)
    buyer = uuid.UUID(int=5)
    print(
        shop.sell(
            Sku("tea"),
            2,
            "bag",
            price=Decimal("2.50"),
            buyer_email="a@example.org",
            customer_id=buyer,
            due=datetime.date(2024, 2, 29),
        )
    )
    try:
        shop.sell(Sku("mug"), 0, price=Decimal(1), buyer_email="", customer_id=buyer, note="n", gift=True)
    except ValueError as error:
        print("raised", error)
    print(list(numbers(2)), load([4, 8]), Loud())
