@echo off
rem Menyiapkan program (sekali saja), lalu membuat lampiran dari folder data\contoh atau folder yang diseret ke berkas ini.
setlocal
chcp 65001 >nul
cd /d "%~dp0"
if exist ".venv\Scripts\balong-eval.exe" goto buat
where py >nul 2>nul
if errorlevel 1 (
    echo Python belum terpasang. Pasang Python 3.11 atau lebih baru, lalu klik lagi berkas ini.
    pause
    exit /b 2
)
if not exist ".venv\Scripts\python.exe" py -3 -m venv .venv
if errorlevel 1 goto gagal
if exist "wheelhouse" (
    ".venv\Scripts\python.exe" -m pip install --no-index --find-links wheelhouse balong-eval
) else (
    ".venv\Scripts\python.exe" -m pip install -c requirements.lock -e .
)
if errorlevel 1 goto gagal
:buat
if "%~1"=="" (
    ".venv\Scripts\balong-eval.exe" run
) else (
    ".venv\Scripts\balong-eval.exe" run --data "%~1"
)
if errorlevel 2 goto gagal
if exist "outputs\index.html" start "" "outputs\index.html"
pause
exit /b 0
:gagal
echo.
echo Belum berhasil. Baca pesan di atas; penjelasannya ada di docs\panduan.md.
pause
exit /b 2
