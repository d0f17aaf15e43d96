"""Parameterised notebooks: checked before they run, executed by papermill, and rid of what changes from run to run."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_core.utils import ensure_event_loop

import balong_eval
from balong_eval.annex.kernels import preloader
from balong_eval.annex.lean import nbformat
from balong_eval.errors import AnnexError, ParameterError

if TYPE_CHECKING:
    from nbformat import NotebookNode

INJECTED = "parameters-injected"
TYPES = {"int": int, "str": str, "float": float, "bool": bool}
TEXTS = "list[str]"
OURS = ("InputError", "ParameterError", "AnnexError")
UNQUOTED = "(pesan tidak disimpan karena dapat memuat isi sel)"
MESSAGE = re.compile(r"^((?:\x1b\[[\d;]*m)*[\w.]*(?:Error|Exception|Interrupt|Warning|Exit|Iteration)(?:\x1b\[[\d;]*m)*): [\s\S]*", re.MULTILINE)
DIED = "Kernel notebook berhenti sebelum selesai: sebuah sel menghentikannya, atau memori habis."
NOT_STARTED = "Kernel notebook dua kali tidak dapat dimulai. Tutup program lain atau kurangi --jobs, lalu jalankan lagi."
MOST_PRINTED, MOST_KEPT = 1_000_000, 10_000
QUIET_KERNEL = ["--log-level=CRITICAL"]


def declared(path: Path) -> dict[str, str]:
    """Parameters that a notebook declares in its cell tagged ``parameters``: name -> type as annotated.

    Raises
    ------
    ParameterError
        When the file is no notebook.
    """
    from papermill.inspection import inspect_notebook

    try:
        found = inspect_notebook(_literal(path))
    except (OSError, ValueError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise ParameterError(f"{path.name} bukan notebook yang dapat dibaca: {error}") from None
    return {name: str(facts["inferred_type_name"]) for name, facts in found.items()}


def check_parameters(path: Path, parameters: dict[str, Any]) -> None:
    """Stop where a parameter is not declared by the notebook, or is of another type.

    Raises
    ------
    ParameterError
        Names everything that is wrong, and the parameters that the notebook declares.
    """
    known = declared(path)
    problems = [f"parameter '{name}' tidak dideklarasikan" for name in parameters if name not in known]
    for name, value in parameters.items():
        expected = TYPES.get(known.get(name, ""))
        if known.get(name) == TEXTS and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            problems.append(f"parameter '{name}' harus {TEXTS}, diberi {type(value).__name__}")
        if expected and type(value) is not expected:
            problems.append(f"parameter '{name}' harus {known[name]}, diberi {type(value).__name__} ({value!r})")
    if problems:
        listed = ", ".join(f"{name}: {kind}" for name, kind in known.items()) or "tidak ada"
        raise ParameterError(f"{path.name}: {'; '.join(problems)}. Parameter yang dideklarasikan: {listed}.")


def execute(path: Path, output: Path, parameters: dict[str, Any], folder: Path, timeout: int | None) -> NotebookNode:
    """Run a notebook headlessly.

    Parameters
    ----------
    path, output : Path
        Source, and where the notebook is kept when it fails.
    parameters : dict
        Checked by `check_parameters` before.
    folder : Path
        Working directory of the kernel.
    timeout : int or None
        Seconds that one cell may take.

    Returns
    -------
    NotebookNode
        Executed, without times, paths and random ids (`settle`).

    Raises
    ------
    AnnexError
        When a cell fails, takes too long, or the kernel dies; `output` then holds the notebook as far as it came.

    Notes
    -----
    papermill's own engine, called without an output: with one it writes the growing notebook twice a cell, nine tenths of the runner's time.
    A kernel that ends before it answers is started once more; one that ends later is not, nor after the runner was told to stop.
    """
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    from papermill import PapermillExecutionError, execute_notebook
    from papermill.execute import raise_for_execution_errors

    draft = execute_notebook(_literal(path), None, parameters, prepare_only=True, progress_bar=False)
    try:
        _run(draft, folder, timeout)
        raise_for_execution_errors(draft, _literal(output))
        _check_length(draft, output)
    except PapermillExecutionError as error:
        raise AnnexError(_reason(error.ename, error.evalue)) from None
    except CellTimeoutError:
        write(draft, output)
        raise AnnexError(f"Satu sel berjalan lebih lama dari {timeout} detik dan dihentikan. Naikkan --timeout bila datanya memang besar.") from None
    except (CellExecutionError, RuntimeError) as error:
        write(draft, output)
        raise AnnexError(DIED if isinstance(error, DeadKernelError) else NOT_STARTED) from None
    finally:
        _end_loop()
    return settle(draft)


def _run(draft: NotebookNode, folder: Path, timeout: int | None) -> None:
    """Run the cells; a kernel that ends before it answers is started once more, unless the run was ended."""
    from nbclient.exceptions import DeadKernelError

    source = preloader.current()
    try:
        _run_once(draft, folder, timeout)
    except RuntimeError as error:
        if isinstance(error, DeadKernelError) or (source and source.ended):
            raise
        _end_loop()
        _run_once(draft, folder, timeout)


def _run_once(draft: NotebookNode, folder: Path, timeout: int | None) -> None:
    from papermill.engines import papermill_engines

    from balong_eval.annex.kernels.manager import PortlessManager

    papermill_engines.execute_notebook_with_engine(
        None,
        draft,
        papermill_engines.nb_kernel_name(None, draft),
        resources={"metadata": {"path": str(folder)}},
        progress_bar=False,
        execution_timeout=timeout,
        extra_arguments=QUIET_KERNEL,
        shutdown_kernel="immediate",
        kernel_manager_class=PortlessManager,
    )


def _check_length(draft: NotebookNode, output: Path) -> None:
    """Stop where cells print more than an annex can hold; the notebook is kept with the beginning of each text."""
    streams = [item for cell in draft.cells for item in cell.get("outputs", []) if item.output_type == "stream"]
    if sum(len(item.text) for item in streams) <= MOST_PRINTED:
        return
    for item in streams:
        item.text = item.text[:MOST_KEPT]
    write(draft, output)
    raise AnnexError(f"Sel notebook mencetak terlalu banyak (lebih dari {MOST_PRINTED // 1_000_000} juta huruf). Hapus print dalam notebook.")


def _end_loop() -> None:
    """Close the event loop that the notebook was run in; one that was stopped has left tasks there."""
    loop = ensure_event_loop()
    if loop.is_running():
        return
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
    loop.close()


def settle(notebook: NotebookNode) -> NotebookNode:
    """The same notebook without what papermill and the kernel add that differs from run to run."""
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.NotebookNode({"tags": tags} if tags else {})
        if "injected-parameters" in tags:
            cell["id"] = INJECTED
            cell.source = _in_order(cell.source)
    parameters = notebook.metadata.get("balong", notebook.metadata.get("papermill", {})).get("parameters", {})
    kept = {key: notebook.metadata[key] for key in ("kernelspec", "language_info") if key in notebook.metadata}
    failed = {key: value for key, value in notebook.metadata.get("balong", {}).items() if key in ("error", "label")}
    known = nbformat.NotebookNode({"parameters": dict(sorted(parameters.items())), **failed})
    notebook.metadata = nbformat.NotebookNode({**kept, "balong": known})
    return notebook


def _in_order(source: str) -> str:
    """Assignments of the injected cell in one order, whatever the order in which they were given."""
    head, *lines = source.rstrip("\n").split("\n")
    return "\n".join([head, *sorted(lines)]) + "\n" if all(re.match(r"\w+ = ", line) for line in lines) else source


def write(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook with one line end at the end, the same bytes on every system."""
    path.write_text(nbformat.writes(notebook, indent=1) + "\n", encoding="utf-8", newline="\n")


def without_paths(notebook: NotebookNode, *folders: Path) -> NotebookNode:
    """A failed notebook whose error texts show no path of this machine."""
    places = sorted({str(folder) for folder in (*folders, Path.home(), Path(sys.prefix), Path(balong_eval.__file__).parent)}, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(place) for place in places))
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            for key in ("traceback", "evalue", "text"):
                if key in output:
                    text = output[key]
                    output[key] = [pattern.sub("…", line) for line in text] if isinstance(text, list) else pattern.sub("…", text)
    return notebook


def without_values(notebook: NotebookNode) -> NotebookNode:
    """A failed notebook whose errors of Python and its libraries have lost their words: these may quote a cell of the answers."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error" and output.ename not in OURS:
                output.evalue = UNQUOTED
                output.traceback = [MESSAGE.sub(rf"\1: {UNQUOTED}", line) for line in output.traceback]
    return notebook


def _reason(name: str, value: str) -> str:
    """Our own errors speak for themselves; of any other one the kind is named, its English text stays in the notebook."""
    return value if name in OURS else f"Sebuah sel gagal ({name}). Rinciannya ada dalam notebook yang disimpan di folder hasil (*.failed.ipynb)."


def _literal(path: Path) -> str:
    """papermill fills {placeholders} in paths; braces in a folder's name are meant as they stand."""
    return str(path).replace("{", "{{").replace("}", "}}")
