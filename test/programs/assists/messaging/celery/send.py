from tasks import charge


# do: span.function
def checkout(order):
    # do: messaging.producer
    charge.delay(order, currency="EUR")


checkout("book")
print("sent")
