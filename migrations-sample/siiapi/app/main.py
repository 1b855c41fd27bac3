from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.startup import prepare_database


@asynccontextmanager
async def lifespan(_: FastAPI):
    prepare_database()
    yield


app = FastAPI(title="SIIAPI", lifespan=lifespan)


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}
