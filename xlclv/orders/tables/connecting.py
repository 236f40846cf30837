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
from urllib.parse import parse_qsl, unquote, unquote_plus

from xlclv.errors import InputError, pip_extra
from xlclv.orders.engine import connect
from xlclv.orders.files.cells import identifier, literal
from xlclv.orders.source import NOT_SHOWN, refusal
from xlclv.orders.tables.base_files import CALLED, kind_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

FILES = ("duckdb", "sqlite")
_URL = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")
_SPARK_SECRET = re.compile(
    r"(?i)secret|password|token|access[.]?key"
)  # what Spark itself hides; it starts Java with all
# What may be shown of an address, each part of plain signs alone: a password may hold any sign, also those that part a
# URL, so what is not read with certainty is left out, not searched for what looks like one.
_SERVER = re.compile(
    r"(?:(?P<login>.*)@)?(?P<host>[\w.-]+|\[[0-9a-fA-F:.]+\])?(?::(?P<port>\d+))?(?P<base>/[\w./-]*)?", re.DOTALL
)
_USER = re.compile(r"[\w.+-]*")
_ADDRESS = re.compile(r"[A-Za-z][\w+.-]+:/")  # a path of pathlib's has one stroke of the two
_SURE = re.compile(r"\[.*\]|localhost|[\w-]*\.[\w.-]+")  # a host, where a word alone before a colon may be a user
_PLAIN = re.compile(r"(?i)(?:sslmode|spark\.master|role|warehouse|schema)=[\w.*\[\]-]{1,40}")
_FILE_NAME = re.compile(r"(?:[A-Za-z]:[\\/])?[\w.\\/~-]*")
_PARTED = re.compile(r"[\s/@\uff20?#:;&=,\[\]]+")
_NAMES = ("user", "password", "host", "port", "dbname", "options", "token")  # of settings, no secret by themselves
HIDDEN = "***"
_SHORT = 3  # letters
_RESERVED = ("main", "temp", "system")
_SCHEME = re.compile(r"^[A-Za-z][\w+.-]+(?=:/)")


def shown(url: str) -> str:
    """What may be shown of the address of a database, in messages, reports, recorded commands and saved options.

    It is put together again from the parts that are sure to hold no password.

    >>> shown("postgres://ann:s3cret@db/shop?sslpassword=x&sslmode=require")
    'postgres://ann:***@db/shop?***&sslmode=require'
    >>> shown("postgres://ann:12/s3cret"), shown("host=db password=s3cret"), shown("duckdb://shop.duckdb")
    ('postgres://ann:***', '***', 'duckdb://shop.duckdb')
    """
    if not _URL.match(url):
        return url if _FILE_NAME.fullmatch(url) else HIDDEN
    kind, _, rest = url.partition("://")
    head, sign, query = rest.partition("?")
    settings = "&".join(part if _PLAIN.fullmatch(part) else HIDDEN for part in query.split("&")) if sign else ""
    place = _file(head) if kind.lower() in FILES else _server(head, query)
    return f"{kind}://{place}" + (f"?{settings}" if sign and not place.endswith(HIDDEN) else "")


def _file(path: str) -> str:
    """The path of a database file; a login has no place before it."""
    login = re.match(r"(?![A-Za-z]:[\\/])[^/\\]*:.*@", path, re.DOTALL)
    return HIDDEN if login else path


def _server(head: str, query: str) -> str:
    """User, host, port and base; the user alone where the rest may be a part of the password."""
    found, first = _SERVER.fullmatch(head), re.match(r"[\w.-]+(?=:)", head)
    a_user = found is not None and found["login"] is None and found["port"] and not _SURE.fullmatch(found["host"] or "")
    if found is None or a_user or "@" in query or "#" in head:
        return f"{first[0]}:{HIDDEN}" if first else HIDDEN
    if (login := found["login"]) is None:
        return head
    user, colon, _ = login.partition(":")
    told = f"{user}:{HIDDEN}" if colon else user
    return f"{told if _USER.fullmatch(user) else HIDDEN}@{head[len(login) + 1 :]}"


def in_words(word: str) -> str:
    """A word of a command: an address in it as it may be shown, whether it stands alone or after an option's name."""
    name, sign, value = word.partition("=")
    if sign and name.startswith("--"):
        return f"{name}={in_words(value)}"
    return shown(word) if _ADDRESS.match(word) else word


def is_address(word: str) -> bool:
    """Whether a word is one, perhaps as pathlib has it."""
    return _ADDRESS.match(word) is not None


def scheme(url: str) -> str:
    """What kind of database a URL is of; InputError for what is no URL."""
    if not _URL.match(url):
        raise refusal(
            f'--source "{shown(url)}"', "is not a URL", "write duckdb://FILE, sqlite://FILE or postgres://HOST/BASE"
        )
    return url.partition("://")[0].lower()


def file_of(url: str) -> Path:
    """The database file of a URL such as duckdb://shop.duckdb; InputError when there is none."""
    path = Path(unquote(url.partition("://")[2].partition("?")[0]))
    if not path.is_file():
        told = shown(url)
        rule = f"no such file{'' if told.endswith(HIDDEN) else f': {path}'}"
        raise refusal(f"--source {told}", rule, "check the name and the folder")
    kind = scheme(url)
    found = kind_of(path)
    if kind in FILES and found not in ("", kind):
        rule, fix = f"this is a file of {CALLED[found]}, not of {CALLED[kind]}", f"write {found}:// before its name"
        raise refusal(f"--source {shown(url)}", rule, fix)
    return path


def database(url: str, memory_limit: str | None = None) -> Any:
    """The Ibis backend of a URL. A DuckDB file is attached, for reading, to a database of ours with a limit."""
    kind = scheme(url)
    if kind == "duckdb":
        backend, path = connect(memory_limit), file_of(url)
        with plainly(f"--source {shown(url)}", url):
            base = identifier(called(path))
            backend.con.execute(f"ATTACH {literal(str(path))} AS {base} (READ_ONLY)")
            # Its views name tables without it; DuckDB's own functions go before macros of its that have their names.
            backend.con.execute(f"SET search_path = {literal(f'system.main,{base}.main')}")
        return backend
    if memory_limit is not None:
        raise refusal("--memory-limit", f"is for files and DuckDB; {kind} sets its own", "leave it out")
    with plainly(f"--source {shown(url)}", url):
        if kind == "pyspark":
            return _spark(url)
        import ibis

        backend = ibis.connect(url)
        if kind in ("postgres", "postgresql"):
            backend.raw_sql("SET TIME ZONE 'UTC'").close()
            weakref.finalize(backend, backend.con.close)
        return backend


def called(path: Path) -> str:
    """The name of a DuckDB file's database, as DuckDB has it: of three names, which are its own, it makes others.

    >>> called(Path("shop.duckdb")), called(Path("Main.duckdb"))
    ('shop', 'Main_db')
    """
    return f"{path.stem}_db" if path.stem.casefold() in _RESERVED else path.stem


def table_of(backend: Any, url: str, name: str) -> ir.Table:
    """The table or view by its name, with or without its schema: orders, sales.orders."""
    *schema, last = name.split(".")
    place, ours = f"--source {shown(url)} --table {name}", scheme(url) == "duckdb"
    if not all((*schema, last)) or len(schema) > (1 if ours else 2):
        raise refusal(place, "this is not the name of a table", "write TABLE, or SCHEMA.TABLE")
    home = (called(file_of(url)), *(schema or ["main"])) if ours else tuple(schema)
    fix = "check the name and its schema" if schema else "check the name; a schema goes before it: sales.orders"
    with plainly(place, url, fix):
        try:
            found: ir.Table = backend.table(last, database=home or None)
        except Exception as error:
            if type(error).__name__ != "TableNotFound":  # which says the name alone
                raise
            raise refusal(place, "no such table", fix) from None
    return found


@contextmanager
def plainly(place: str, url: str, fix: str = "", secret: bool = False) -> Iterator[None]:
    """What a database says when something fails, in one line without the password; not where it may quote an id."""
    try:
        yield
    except InputError:
        raise
    except ImportError as error:  # Ibis' own, from the one that names the package
        missing = error.__cause__ if isinstance(error.__cause__, ImportError) else error
        named = f" ({missing.name})" if missing.name else ""
        raise refusal(place, f"needs a package that is not installed{named}", _packages(scheme(url))) from None
    except Exception as error:
        said = f"the database refused it; {NOT_SHOWN}" if secret else in_short(error, url)
        raise refusal(place, said, fix) from None


def in_short(error: Exception, url: str) -> str:
    """The first line of what a driver says, without what `shown` leaves out of the address, nor any part of it."""
    return without_secrets((str(error).strip() or type(error).__name__).splitlines()[0][:300], url)


def without_secrets(line: str, url: str) -> str:
    """A line without what `shown` leaves out of an address, nor any part of it.

    >>> without_secrets("no file me: check the name", "duckdb://me:secret@x.duckdb")
    'no file ***: check the name'
    """
    for secret in sorted(_secrets(url), key=len, reverse=True):
        if len(secret) > _SHORT:
            line = line.replace(secret, HIDDEN)
        else:  # within other words it is a word's own letters
            line = re.sub(rf"(?<![^\W_]){re.escape(secret)}(?![^\W_])", HIDDEN, line)
    return line


def _secrets(url: str) -> Iterator[str]:
    """What is not shown of an address, as written and as meant, whole and in the parts a driver may take it for."""
    told = shown(url)
    kept = {*_PARTED.split(told), *_NAMES, *_SCHEME.findall(url)}
    for text in {url, unquote(url), unquote_plus(url)} - {told}:
        yield text
        yield from (part for part in _PARTED.split(text) if len(part) > 1 and part not in kept)


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
            raise refusal(f"--source {shown(url)}", f"{key} would stand in the machine's list of processes", fix)
    import ibis
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("xlclv")
    if host.strip("/"):
        builder = builder.master(f"spark://{host.strip('/')}")
    for key, value in parse_qsl(query, keep_blank_values=True):
        builder = builder.config(key, value)
    return ibis.pyspark.connect(builder.getOrCreate())
