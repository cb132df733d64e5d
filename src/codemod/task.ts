export interface Task<O> { readonly options: O }
