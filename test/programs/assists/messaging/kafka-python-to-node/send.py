import os

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers=os.environ["KAFKA"])
topic = f"orders-{os.environ['PORT']}"


# do: span.function
def checkout(order):
    # do: messaging.producer
    future = producer.send(topic, key=b"k", value=order.encode(), headers=[("tenant", b"acme")])
    return future.get(timeout=20).offset


print([checkout(order) for order in ("book", "lost", "pen")])
producer.close()
