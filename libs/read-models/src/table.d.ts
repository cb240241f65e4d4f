declare module '*/table.sql' {
  const sql: string;
  export default sql;
}
