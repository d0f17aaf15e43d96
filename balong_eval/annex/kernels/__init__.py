"""Kernels without the wait: one process imports everything once, and a fresh kernel is forked from it for each notebook.

`preloader.preloaded` starts that process (`server`), jupyter_client finds `provisioner.ForkedProvisioner` by its entry point, and papermill's
own engine does the rest. Linux only; elsewhere, and wherever it cannot start, kernels are ordinary ones.
"""
