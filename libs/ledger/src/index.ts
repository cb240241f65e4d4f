export { ledgerColumns, columnNames, type LedgerColumn, type ColumnName, type Cells } from './columns';
export { reasons, type Reason } from './reasons';
export { type DisposalWay, type Form, type Source } from './choices';
export { readRow, type LedgerRow, type Reading, type RefusedRow } from './row';
export { readLedger, type Ledger, type Progress } from './read-ledger';
export { type Notice, type NoticeCode } from './notices';
export { fileReasons, type FileReason, type FileRefusal } from './unreadable';
export { type ZipLimits } from './xlsx/zip';
