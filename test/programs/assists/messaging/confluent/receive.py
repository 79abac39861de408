import os

from confluent_kafka import Consumer

consumer = Consumer(
    {
        "bootstrap.servers": os.environ["KAFKA"],
        "group.id": f"billing-{os.environ['PORT']}",
        "auto.offset.reset": "earliest",
    }
)
consumer.subscribe([f"orders-{os.environ['PORT']}"])


def store(rows):
    print(rows)


stored = []
while not stored:
    # do: messaging.consumer
    messages = consumer.consume(num_messages=3, timeout=20)
    if len(messages) < 3:
        continue
    stored = [message.value() for message in messages]
    store(stored)
consumer.close()
