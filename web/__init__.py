"""The web room: pages and a JSON API that ask the service and draw its values."""
