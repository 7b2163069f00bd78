import { fileURLToPath } from 'node:url'

/** The folder of the project. */
export const ROOT: string = fileURLToPath(new URL('..', import.meta.url))
