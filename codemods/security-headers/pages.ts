import { modulesOf, projectOf, roleOf, type AppModel, type Module, type Place, type ServiceTarget, type Task } from '#pystd';
import type { Options } from './options.ts';

/** Something of a service that browsers show as a page. */
export interface Page {
  readonly at: Place;
  /** The word that says so, as it is written. */
  readonly said: string;
}

/** Code that answers with pages: templates, files, and libraries with a user interface of their own. */
const PAGES = /\b(?:Jinja2Templates|TemplateResponse|StaticFiles|(?:from|import)[ \t]+(?:sqladmin|starlette_admin|fastapi_admin|fastapi_amis_admin|strawberry|ariadne|graphene|starlette_graphene3|gradio|nicegui|fastui|fasthx|htmy|dash|streamlit|chainlit|reactpy|fastapi_react|pywebio)\b)|\.frontend\(|\bmedia_type\s*=\s*["']text\/html/;
const HTML_RESPONSE = /\bHTMLResponse\b/;
/** A file that is a page, where files are answered with; mails are written as pages as well. */
const HTML_FILE = /["'][^"'\n]*\.html?["']/;
/** The documentation that FastAPI makes, at an address of one's own. */
const DOCS = /\bget_(?:swagger_ui|redoc)\w*html\b|\bget_scalar_api_reference\b/;

/** What of a service browsers show as a page, the API's documentation aside. */
export function pageOf({ python, repo }: Task<Options>, { project, app }: ServiceTarget): Page | undefined {
  const modules = modulesOf({ repo, python }, project, 'service');
  for (const module of modules) {
    const file = /\bFileResponse\b/.test(module.text) ? firstIn(module, HTML_FILE) : undefined;
    const found = firstIn(module, PAGES) ?? file ?? (DOCS.test(module.text) ? undefined : firstIn(module, HTML_RESPONSE));
    if (found) return found;
  }
  return mountedIn(app);
}

function firstIn({ path, text }: Module, pattern: RegExp): Page | undefined {
  for (const { index, 0: said } of text.matchAll(new RegExp(pattern, 'g'))) {
    const line = text.slice(text.lastIndexOf('\n', index) + 1, index);
    if (!/^\s*#/.test(line)) return { at: { path, span: { start: index, end: index + said.length } }, said };
  }
  return undefined;
}

/** Another application that is mounted, of which nobody can tell what it answers. */
function mountedIn({ mounts }: AppModel): Page | undefined {
  const other = mounts.find(({ what }) => typeof what === 'string');
  return other && { at: other.module.at(other.node), said: other.node.text };
}

/** Libraries whose pages are made to be shown in frames of other sites, and what embedding looks like. */
const FRAMED = /<i?frame\b|\b(?:from|import)[ \t]+(?:gradio|chainlit|streamlit)\b|\bX-?Frame-?Options\b.*\bALLOW|\b(?:ShopifyApp|shopify_api|msteams|web_app_info|WebAppInfo|telegram\.WebApp|oembed)\b/i;

/** Where the repository shows that pages or files of the service are shown inside other pages. */
export function framedBy({ python, repo }: Task<Options>, { project }: ServiceTarget): Page | undefined {
  for (const module of python.layout.modules) {
    const found = roleOf(module.path) === 'service' && projectOf(repo, module.path) === project ? firstIn(module, FRAMED) : undefined;
    if (found) return found;
  }
  return undefined;
}
