import os

from kafka import KafkaConsumer
from opentelemetry import trace

consumer = KafkaConsumer(
    f"orders-{os.environ['PORT']}",
    bootstrap_servers=os.environ["KAFKA"],
    auto_offset_reset="earliest",
    enable_auto_commit=False,
)
seen = 0

# do: messaging.consumer
for message in consumer:
    seen += 1
    if message.value == b"lost":
        continue
    trace.get_tracer("program").start_span("charge").end()
    print(message.key, message.value, [pair for pair in message.headers if pair[0] == "tenant"])
    if seen == 3:
        break
consumer.close()
