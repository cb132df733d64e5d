/** What a standard or a repository may set for this codemod. */
export interface Options {
  /** Boolean field of the settings object that says whether the API docs are served; `settings.DEBUG` names the same field as `DEBUG`. */
  field: string;
  /** Where Swagger UI is served by an app that does not say where. */
  docsUrl: string;
  /** Where ReDoc is served by an app that does not say where. */
  redocUrl: string;
  /** Gate the OpenAPI document itself as well, not only the two pages built on it. */
  gateSchema: boolean;
  /** Put pages that are served by hand (`get_swagger_ui_html`) under the setting as well, not only tell of them. */
  gateOwnPages: boolean;
  /** The module of the settings, where there are none yet. */
  config: string;
  /** The folder in that path that stands for the service's own; it may be `{pkg}`. */
  packageRoot: string;
  /** How the program gets at settings that are made here: `module-singleton` (`settings`) or `lru_cache-getter` (`get_settings()`). */
  accessor: string;
}

/** The name of the field, without the object it is read from. */
export function fieldName({ field }: Options): string {
  return field.slice(field.lastIndexOf('.') + 1);
}
