/** The folder alone: the package's own door loads the whole page into memory. */
declare module 'swagger-ui-dist/absolute-path.js' {
  const absolutePath: () => string;
  export default absolutePath;
}
