"""What stands between the browser and the kernels when the workbook is open: how JupyterLab is served."""
