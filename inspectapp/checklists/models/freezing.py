"""The promise inside the database: rows of a published version cannot be changed, added to or deleted."""

from typing import Any

from sqlalchemy import event, text

from inspectapp.checklists.models.packs import Item, Version

_SAYS = "published checklists never change"
_ITEM = "(SELECT state FROM checklist_versions WHERE id = {row}.version_id) <> 'DRAFT'"
_FIXED = (
    "pack_id", "number", "title", "jurisdiction", "kinds", "document_number", "issuer", "remark", "layout",
    "published_at", "published_by",
)  # fmt: skip
_CHANGED = " OR ".join(f"CAST(OLD.{name} AS TEXT) {{differs}} CAST(NEW.{name} AS TEXT)" for name in _FIXED)


def _sqlite(name: str, act: str, table: str, when: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
    )


def _sqlite_statements() -> tuple[str, ...]:
    said = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    items = [
        _sqlite(f"checklist_items_{act.lower()}", act, "checklist_items", _ITEM.format(row=row))
        for act, row in said
    ]
    changed = f"OLD.state <> 'DRAFT' AND ({_CHANGED.format(differs='IS NOT')} OR NEW.state = 'DRAFT')"
    return (
        *items,
        _sqlite("checklist_versions_update", "UPDATE", "checklist_versions", changed),
        _sqlite("checklist_versions_delete", "DELETE", "checklist_versions", "OLD.state <> 'DRAFT'"),
    )


_POSTGRES_ITEMS = f"""
CREATE FUNCTION checklist_items_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND {_ITEM.format(row="OLD")} THEN RAISE EXCEPTION '{_SAYS}'; END IF;
  IF TG_OP <> 'DELETE' AND {_ITEM.format(row="NEW")} THEN RAISE EXCEPTION '{_SAYS}'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$"""
_POSTGRES_VERSIONS = f"""
CREATE FUNCTION checklist_versions_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'DRAFT' THEN RAISE EXCEPTION '{_SAYS}'; END IF;
    RETURN OLD;
  END IF;
  IF OLD.state = 'DRAFT' THEN RETURN NEW; END IF;
  IF NEW.state = 'DRAFT' OR {_CHANGED.format(differs="IS DISTINCT FROM")} THEN
    RAISE EXCEPTION '{_SAYS}';
  END IF;
  RETURN NEW;
END $$"""

#: For migrations: what each database needs beside the tables themselves.
FREEZE_DDL: dict[str, tuple[str, ...]] = {
    "sqlite": _sqlite_statements(),
    "postgresql": (
        _POSTGRES_ITEMS,
        _POSTGRES_VERSIONS,
        "CREATE TRIGGER checklist_items_frozen BEFORE INSERT OR UPDATE OR DELETE ON checklist_items "
        "FOR EACH ROW EXECUTE FUNCTION checklist_items_frozen()",
        "CREATE TRIGGER checklist_versions_frozen BEFORE UPDATE OR DELETE ON checklist_versions "
        "FOR EACH ROW EXECUTE FUNCTION checklist_versions_frozen()",
    ),
}
UNFREEZE_DDL: dict[str, tuple[str, ...]] = {
    "postgresql": (
        "DROP FUNCTION IF EXISTS checklist_items_frozen() CASCADE",
        "DROP FUNCTION IF EXISTS checklist_versions_frozen() CASCADE",
    )
}


def _on_create(target: Any, connection: Any, **_: Any) -> None:
    for statement in FREEZE_DDL.get(connection.dialect.name, ()):
        connection.execute(text(statement))


def _on_drop(target: Any, connection: Any, **_: Any) -> None:
    for statement in UNFREEZE_DDL.get(connection.dialect.name, ()):
        connection.execute(text(statement))


# Items come after versions: when their table stands, both do.
event.listen(Item.__table__, "after_create", _on_create)  # type: ignore[attr-defined]
event.listen(Item.__table__, "after_drop", _on_drop)  # type: ignore[attr-defined]
#: Named so that nothing else need import the tables to have the promise.
FROZEN = (Item, Version)
