/** The versions of uv's own things that are written into files, and where each was read. They move together, here and nowhere else. */

/** uv, as the guide for Docker of its documentation names it: https://docs.astral.sh/uv/guides/integration/docker/ */
export const UV_VERSION = '0.13.9';

/** The image that uv's binaries are taken from; its tags are the versions of uv. */
export const UV_IMAGE = `ghcr.io/astral-sh/uv:${UV_VERSION}`;

/** The hooks for pre-commit; each version of uv is mirrored there under a tag of its name: https://github.com/astral-sh/uv-pre-commit */
export const UV_HOOKS = { repo: 'https://github.com/astral-sh/uv-pre-commit', rev: UV_VERSION } as const;

/** The action that installs uv, as its README names it, with the commit of the tag: https://github.com/astral-sh/setup-uv. It has no shorter tags. */
const SETUP_UV_RELEASE = { tag: 'v10.0.1', commit: '20cfd1bf945f4377ade1205e4dbc17946fc9a30d' } as const;

/** The action at its tag. */
export const SETUP_UV = `astral-sh/setup-uv@${SETUP_UV_RELEASE.tag}`;

/** The action for workflows that pin others to commits: the tag stands in a comment, as tools that update actions want it. */
export const SETUP_UV_PINNED = `astral-sh/setup-uv@${SETUP_UV_RELEASE.commit} # ${SETUP_UV_RELEASE.tag}`;
