from django.core.management.base import BaseCommand
from django.test import Client


class Command(BaseCommand):
    def handle(self, *args, **options):
        response = Client().get("/breads/rye")
        self.stdout.write(f"{response.status_code} {response.json()}")
