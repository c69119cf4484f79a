"""Running the installation: starting the service, looking it over, backing it up and bringing it back.

Nothing is brought in here: the server's processes take `worker` and carry none of the rest along.
"""
