import os

from celery import Celery

app = Celery("shop", broker=f"redis://{os.environ['REDIS']}/0")
app.conf.task_default_queue = f"celery-{os.environ['PORT']}"


# do: messaging.consumer
@app.task
def charge(order, currency="USD"):
    print("charge", order, currency)
    # do: messaging.producer
    ship.delay(order)


# do: messaging.consumer
@app.task(bind=True)
def ship(self, order):
    print("ship", order, self.name)
    os.kill(os.getpid(), __import__("signal").SIGINT)
