/** The image that uv's binaries are taken from: https://docs.astral.sh/uv/guides/integration/docker/ */
export const UV_IMAGE = 'ghcr.io/astral-sh/uv:0.13.9';

/** The action that installs uv, at its version of today: its authors give no shorter tags. */
export const SETUP_UV = 'astral-sh/setup-uv@v10.0.1';
