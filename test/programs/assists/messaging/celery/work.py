from celery.apps.worker import Worker
from tasks import app, ship  # noqa: F401

Worker(app=app, pool="solo", loglevel="CRITICAL", without_gossip=True, without_mingle=True, quiet=True).start()
