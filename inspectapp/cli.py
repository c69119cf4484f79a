"""The command `inspectapp`: serve, migrate, demo, doctor, backup, restore."""

import json
import sys
from pathlib import Path

import click

from inspectapp import config, schema
from inspectapp.app import open_stores
from inspectapp.operations import backups, daily, lan, serving, shipping
from inspectapp.operations.doctor import Finding, examine
from inspectapp.shared import clock, db
from inspectapp.shared.refusals import Refusal
from inspectapp.web import assets as browser_assets

#: They look at or bring back the keys: opening the stores first would make new ones.
BEFORE_THE_KEYS = ("doctor", "restore", "assets")


@click.group(help="安培督查：安全生产培训监督检查")
@click.pass_context
def main(context: click.Context) -> None:
    if context.invoked_subcommand not in BEFORE_THE_KEYS:
        open_stores(config.from_environment())


@main.command(help="启动服务（首次启动时准备数据库、密钥和演示数据）")
def serve() -> None:
    serving.serve(config.from_environment())


@main.command("serve-lan", help="在局域网上用https试用：手机扫码、信任证书后即可打开")
def serve_lan() -> None:
    with _sentences():
        sys.exit(lan.serve(config.from_environment()))


@main.command(help="生成页面样式、脚本和图标")
def assets() -> None:
    sys.exit(browser_assets.main())


@main.group("db", help="数据库")
def database() -> None:
    """Schema work."""


@database.command(help="把数据库和随系统提供的法律目录、检查表升级到当前版本")
def upgrade() -> None:
    schema.upgrade()
    brought = shipping.bring_in(at=clock.now())
    if brought.words:
        click.echo(brought.words)
    click.echo(f"数据库已是最新版本：{schema.present()}")


@main.command(help="装入演示数据；重复运行不会重复装入")
@click.option("--json", "as_json", is_flag=True, help="供脚本读取")
def demo(as_json: bool) -> None:
    from inspectapp import demo as world

    schema.upgrade()
    shipping.bring_in(at=clock.now())
    settings = config.from_environment()
    with _sentences(), db.write_session() as session:
        told = world.load(session, at=clock.now(), folder=settings.data)
    click.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else serving.account_table(told))


@main.command(help="检查数据、密钥、字体和系统库；有问题时以非零状态退出")
def doctor() -> None:
    _tell(examine(config.from_environment()))


def _tell(findings: list[Finding]) -> None:
    for finding in findings:
        click.echo(finding.line)
    sys.exit(1 if any(finding.bad for finding in findings) else 0)


@main.command(help="备份数据库、文件和密钥到一个文件")
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    with _sentences():
        made = backups.make(config.from_environment(), file)
    click.echo(f"备份已写入 {made.file}（{made.size / 1024 / 1024:.1f}MB）")
    for sentence in made.sentences:
        click.echo(f"! {sentence}", err=True)


@main.command(help="把备份恢复到一个空的数据目录")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
def restore(file: Path) -> None:
    with _sentences():
        findings = backups.restore(config.from_environment(), file)
    click.echo("备份已恢复，正在核对：")
    _tell(findings)


@main.command("root", help="取出今天的日根文件，供复制到另一台机器保存")
def root() -> None:
    click.echo(daily.gather(config.from_environment(), at=clock.now()))


@main.command("verify-root", help="用保存在别处的日根文件核对数据库；有问题时以非零状态退出")
@click.argument("file", type=click.Path(path_type=Path))
def verify_root(file: Path) -> None:
    with _sentences():
        sentences = daily.verify(config.from_environment(), file)
    click.echo("\n".join(sentences) or "数据库与这份日根一致")
    sys.exit(1 if sentences else 0)


@main.command(help="核对一份PDF文书是否为原件；不是原件时以非零状态退出")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def verify(file: Path) -> None:
    from inspectapp.documents import verifying

    with _sentences(), db.read_session() as session:
        judgement, document = verifying.examine(session, file.read_bytes())
    click.echo(judgement.verdict.title + (f"：{document.title}{document.number}" if document else ""))
    for answer in judgement.answers:
        click.echo(f"{answer.question}？{answer.word}。{answer.sentence}")
    sys.exit(0 if judgement.genuine else 1)


@main.command("renew-seal", help="更换封存密钥和证书；以前封存的文书仍可核对")
@click.argument("owner")
def renew_seal(owner: str) -> None:
    from inspectapp.documents import keeping

    with _sentences(), db.write_session() as session:
        made = keeping.renew(session, owner, at=clock.now())
    click.echo(f"新的封存证书已启用，指纹 {made.fingerprint}")


@main.command("setup-link", help="生成首次设置链接（还没有任何账号时）")
def setup_link() -> None:
    with _sentences():
        click.echo(serving.setup_link(config.from_environment()))


class _sentences:
    """Refusals as one line on the terminal instead of a stack."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Refusal):
            raise click.ClickException(error.sentence)
