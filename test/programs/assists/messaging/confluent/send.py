import os

from confluent_kafka import Producer

producer = Producer({"bootstrap.servers": os.environ["KAFKA"]})
topic = f"orders-{os.environ['PORT']}"


def delivered(error, message):
    print(error, message.value())


for order in ("a", "b", "c"):
    # do: messaging.producer
    producer.produce(topic, order, callback=delivered)
    producer.flush()
