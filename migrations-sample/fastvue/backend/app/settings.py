import os


def database_url():
    return os.getenv(
        'DATABASE_URL', 'postgresql+psycopg://fastvue:fastvue@localhost:5432/fastvue'
    )
