import os

from kafka import KafkaConsumer, KafkaProducer

servers = os.environ["KAFKA"]
orders = f"orders-{os.environ['PORT']}"
paid = f"paid-{os.environ['PORT']}"
producer = KafkaProducer(bootstrap_servers=servers)


def reading(topic):
    return KafkaConsumer(topic, bootstrap_servers=servers, auto_offset_reset="earliest")


def bill(consumer: KafkaConsumer):
    # do: messaging.consumer
    for message in consumer:
        # The headers come with the context of the first send.
        # do: messaging.producer
        producer.send(paid, message.value, headers=message.headers)
        producer.flush()
        break


def ship(consumer: KafkaConsumer):
    # do: messaging.consumer
    for message in consumer:
        print(message.value, [name for name, _ in message.headers if name != "traceparent"])
        break


# do: messaging.producer
producer.send(orders, b"book", headers=[("tenant", b"acme")])
producer.flush()
bill(reading(orders))
ship(reading(paid))
