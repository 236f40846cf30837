"""Databases by URL, as Ibis writes them: duckdb://file, postgres://user@host/base, pyspark://?spark.master=local[2].

A password in a URL is used and never shown: not in an error, a report or a recorded command.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from xlclv.errors import InputError, pip_extra
from xlclv.orders.engine import connect
from xlclv.orders.source import refusal

if TYPE_CHECKING:
    import ibis.expr.types as ir

FILES = ("duckdb", "sqlite")
_URL = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")
_SECRET = re.compile(r"(?i)(pass|pwd|secret|token|key|credential)")
_SPARK_SECRET = re.compile(
    r"(?i)secret|password|token|access[.]?key"
)  # what Spark itself hides; it starts Java with all
# A password may hold the signs that part a URL: all between the first colon and the last @ goes, but for a port and for
# the drive of a file.
_INNER = re.compile(r"(?i)([a-z][a-z0-9+.-]*://[^\s:/@?#]*):(?!\d+/)(?!(?<=://[a-z]:)[/\\])\S*@")
_PAIR = re.compile(r"(?i)([?&;][^=&;\s]*(?:pass|pwd|secret|token|key|credential)[^=&;\s]*)=[^&;\s]*")


def safe(text: str) -> str:
    """The text with the passwords of its URLs as ***.

    >>> safe("postgres://ann:s3cret@db/shop?sslpassword=x&sslmode=require")
    'postgres://ann:***@db/shop?sslpassword=***&sslmode=require'
    """
    return _PAIR.sub(r"\1=***", _INNER.sub(r"\1:***@", text))


def scheme(url: str) -> str:
    """What kind of database a URL is of; InputError for what is no URL."""
    if not _URL.match(url):
        shown = re.sub(r":\S*@", ":***@", safe(url))  # as a URL whose scheme was left out
        raise refusal(
            f'--source "{shown}"', "is not a URL", "write duckdb://FILE, sqlite://FILE or postgres://HOST/BASE"
        )
    return url.partition("://")[0].lower()


def file_of(url: str) -> Path:
    """The database file of a URL such as duckdb://shop.duckdb; InputError when there is none."""
    path = Path(unquote(url.partition("://")[2].partition("?")[0]))
    if not path.is_file():
        raise refusal(f"--source {safe(url)}", f"no such file: {path}", "check the name and the folder")
    return path


def database(url: str, memory_limit: str | None = None) -> Any:
    """The Ibis backend of a URL. A DuckDB file is attached, for reading, to a database of ours with a limit."""
    kind = scheme(url)
    if kind == "duckdb":
        backend, path = connect(memory_limit), file_of(url)
        with plainly(f"--source {safe(url)}", url):
            backend.attach(path, name=path.stem, read_only=True)
            backend.con.execute(f'USE "{path.stem.replace(chr(34), chr(34) * 2)}"')  # its views name tables without it
        return backend
    if memory_limit is not None:
        raise refusal("--memory-limit", f"is for files and DuckDB; {kind} sets its own", "leave it out")
    with plainly(f"--source {safe(url)}", url):
        if kind == "pyspark":
            return _spark(url)
        import ibis

        backend = ibis.connect(url)
        if kind in ("postgres", "postgresql"):
            backend.raw_sql("SET TIME ZONE 'UTC'").close()
            weakref.finalize(backend, backend.con.close)
        return backend


def table_of(backend: Any, url: str, name: str) -> ir.Table:
    """The table or view by its name, with or without its schema: orders, sales.orders."""
    *schema, last = name.split(".")
    home = tuple(schema)
    if scheme(url) == "duckdb":
        home = (file_of(url).stem, *(schema or ["main"]))
    with plainly(f"--source {safe(url)} --table {name}", url, "check the name; a schema goes before it: sales.orders"):
        return backend.table(last, database=home or None)


@contextmanager
def plainly(place: str, url: str, fix: str = "") -> Iterator[None]:
    """What a database says when something fails, in one line and without the password."""
    try:
        yield
    except InputError:
        raise
    except ImportError as error:  # Ibis' own, from the one that names the package
        missing = error.__cause__ if isinstance(error.__cause__, ImportError) else error
        named = f" ({missing.name})" if missing.name else ""
        raise refusal(place, f"needs a package that is not installed{named}", _packages(scheme(url))) from None
    except Exception as error:
        said = str(error).strip() or type(error).__name__
        line = safe(said.splitlines()[0][:300])
        for secret in _secrets(url):
            line = line.replace(secret, "***")
        raise refusal(place, line, fix) from None


def _secrets(url: str) -> Iterator[str]:
    """The passwords of a URL, as written and as meant."""
    parts = urlsplit(url.replace("[", "%5B").replace("]", "%5D"))
    given = [parts.password or "", *(value for key, value in parse_qsl(parts.query) if _SECRET.search(key))]
    for secret in given:
        if secret:
            yield from {secret, unquote(secret)}


def _packages(kind: str) -> str:
    """What brings the packages of a kind of database."""
    own = {"pyspark": "spark", "postgres": "postgres", "postgresql": "postgres"}.get(kind)
    return f'pip install "ibis-framework[{kind}]"' if own is None else pip_extra(own)


def _spark(url: str) -> Any:
    """Spark by the settings in the URL: pyspark://?spark.master=local[2], or pyspark://HOST:PORT for its master."""
    host, _, query = url.partition("://")[2].partition("?")
    for key, _ in parse_qsl(query, keep_blank_values=True):
        if _SPARK_SECRET.search(key):
            fix = "put it into spark-defaults.conf in the folder that SPARK_CONF_DIR names"
            raise refusal(f"--source {safe(url)}", f"{key} would stand in the machine's list of processes", fix)
    import ibis
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("xlclv")
    if host.strip("/"):
        builder = builder.master(f"spark://{host.strip('/')}")
    for key, value in parse_qsl(query, keep_blank_values=True):
        builder = builder.config(key, value)
    return ibis.pyspark.connect(builder.getOrCreate())
