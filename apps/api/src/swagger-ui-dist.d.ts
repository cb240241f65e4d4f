declare module 'swagger-ui-dist' {
  /** Folder of the built files. */
  export const absolutePath: () => string;
}
