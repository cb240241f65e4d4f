import { parseArgs } from 'node:util';
import { civilDate } from '@anjuan/lifecycle';
import type { FiguresAsked } from './commands/figures';
import type { ImportAsked } from './commands/import';
import type { ArchiveAsked } from './commands/archive';
import type { BeginAnewAsked } from './commands/begin-anew';
import type { BackupAsked } from './commands/backup';
import type { BundleAsked } from './commands/bundle';
import { rebuilt, type RebuildAsked } from './commands/rebuild';
import type { ProofAsked } from './commands/proof';
import type { ReplayAsked } from './commands/replay';
import type { RestoreAsked } from './commands/restore';
import type { VerifyAsked } from './commands/verify';
import type { WitnessAsked } from './commands/witness';

export const help = `案卷 Anjuan

用法  anjuan <命令> [选项]
Usage  anjuan <command> [options]

  migrate               建立或升级数据库表结构
                        lay or upgrade the database schema
  doctor                逐项检查各部件，说明该做什么；有问题时退出码为 1
                        check every part and say what to do; exits with 1 when something is wrong
  followers             各跟随者各分区：位置、落后的事件数与时长、速率、停下的流
                        every part of those who follow: position, lag in events and seconds, rate, parked streams
  rebuild read-models|conductor|stuck|all
                        由事件重建：列表、页面、时限和统计所用的数据；流程应知的情况；卡滞情况。在旁边建好再替换，其间照常可查，不重复发送
                        work out anew from the events: lists, pages, clocks and figures; what workflows should know; what is stuck.
                        Built beside and then put in place: the old rows answer meanwhile, and nothing is sent again
    --check             只重建 read-models 并逐行比对，不作任何改动；不一致时退出码为 1
                        read-models only: compare row by row with what is there and change nothing; exits with 1 on a difference
  rebuild workflows     由事件重建 Temporal 中全部未结事项的流程（Temporal 数据丢失后使用）
                        start or tell the workflow of every open matter again (after Temporal lost its data)
  rebuild topics        把全部事件重新发布到 Kafka，编号不变（主题丢失后使用）；已收到的按编号去重
                        publish every event to Kafka again, under the same ids (after a topic was lost)
  figures               期间统计：受理、处置、立案、处分、四种形态、移送、追缴，期末未办结，同比
                        figures of a period: received, disposed of, filed, sanctioned, forms, transfers, money; what is open; year on year
    --from 日期 DATE    起始日期（含）  the first day
    --to 日期 DATE      截止日期（不含）  the day after the last
    --en                以英文显示
                        in English
  import 文件 FILE      把线索台账（.xlsx 或 .csv）登记入库；可随时中断，再运行一次即接着办，已登记的不会重复
                        register a clue ledger (.xlsx or .csv); may be stopped at any time and run again: nothing comes in twice
    --dry-run           只逐行说明将登记什么、什么重复、什么不能登记及原因，不需要数据库
                        only say, row by row, what would be registered, repeats, and what is refused and why; needs no database
    --vouched-by 姓名   对台账内容负责的人；不写明时为操作系统的当前用户
                        the person who vouches for the ledger; when nobody is named, whoever is logged in
    --en                以英文显示
                        in English
  replay 编号 ID        回放一件及其关联各件的全部经过：谁、代谁、为何、依据、签批、旧值 → 新值
                        tell a matter's whole linked history: who, for whom, why, on which basis, signed by whom, old → new
    --at 版本|日期      只看某一版（7，或关联件的 clue-…@7）录入之时，或某日终了时已录入的状况
                        only how it stood when a revision (7, or clue-…@7 of a linked one) was recorded, or by the end of a day
    --en                以英文显示
                        in English
  stuck                 列出卡滞的案件：按原因计数，并列出最久的 20 项
                        list what does not move: counted by cause, and the 20 stuck the longest
  archive               把早已办结的案卷的事件正文移入文件，照常可查、可回放、可核对
                        move the texts of what closed long ago into files; it is read, replayed and verified as before
    --before 日期 DATE  移入此日之前已全部办结且未再录入的
                        histories that were closed, with nothing recorded since, before that day
  backup 目录 DIR       备份正在运行的系统：事件、日志、签名与见证的状态；不含密钥
                        back up the system as it runs: events, log, what signer and witness have seen; not the keys
    --keys 文件 FILE    密钥另存于此，与备份分开保管；没有密钥，备份无法恢复
                        put the keys into this file, to be kept apart; without them nothing can be restored
  restore 目录 DIR      把备份恢复到空的安装，并与各方见过的日志核对，说明完好至何处、丢失了什么
                        restore a backup into an empty installation, hold it against what anybody saw of its log, say what is lost
    --keys 文件 FILE    backup --keys 写出的密钥
                        the keys, as backup --keys wrote them
    --into 目录 HOME    恢复到此目录（未设置 DATABASE_URL 时数据库也在其中），默认为 ANJUAN_HOME
                        the home to restore into (the database as well, unless DATABASE_URL is set); ANJUAN_HOME by default
    --seen, --trust     同 verify  as for verify
  bundle 编号|log 文件  把一件及其关联各件（或整个日志）封存为可离线核对的案卷
         ID|log OUT     seal a matter's linked history, or the whole log, into a file that verifies offline
    --sm3               取自以国密算法（SM3、SM2）另记的日志；proof 和 verify --database 同
                        from the second log, which is hashed with SM3 and signed with SM2; likewise for proof and verify --database
  proof 事件 [文件]     一个事件在日志中的证明（c2sp.org/tlog-proof），只含散列，不含内容；事件写作位置 7、版本 clue-…@7 或编号
        EVENT [OUT]     the proof that one event is in the log, hashes and no content; name it by position 7, revision clue-…@7 or id
  verify 文件|--database
                        核对封存案卷、单个事件的证明，或数据库与日志；不写任何东西
                        verify a sealed file, the proof of an event, or the database against the log; writes nothing
    --trust 文件 FILE   自己保存的公钥与见证要求（policy.txt 的格式）
                        the keys and witnesses you trust yourself (as policy.txt has them)
    --seen 文件 FILE    以前留存的检查点，可多次给出
                        a checkpoint you kept; may be given again
  log begin-anew        恢复后丢失了已见证的事件时：永久关闭旧日志，另起新日志，首条写明最后所见、原因和两名批准人
                        after a restore that lost what was witnessed: close the log for ever and begin another, which says so first
    --reason 原因 WHY   --approved-by 姓名 NAME（两次，不同的人 twice, two persons）   --seen 同上 as above
  witness --logs 文件   为日志作见证（--folder 目录，--port 端口）；--logs 为日志的 policy.txt
                        witness logs (--folder DIR, --port N); --logs is the policy.txt of the log
  unpark [流 STREAM]    重试因事件无法读取而停下的流；不指定则全部重试
                        try streams again that stopped at an event that could not be read; all of them when none is named

选项 Options
  --json                以 JSON 输出（archive、doctor、figures、followers、import、migrate、rebuild、replay、stuck、unpark、verify）
                        answer in JSON (archive, doctor, figures, followers, import, migrate, rebuild, replay, stuck, unpark, verify)
  --help                显示本说明
                        show this text

数据库取自 DATABASE_URL，未设置时取自最近一次 npm start（ANJUAN_HOME）。
The database is the one of DATABASE_URL, else that of the last npm start (ANJUAN_HOME).

退出码  0 完成  1 有问题或未完成  2 用法不对；verify 与 restore：0 完好  1 已被改动  2 无法核对  3 见证不足或太旧
Exit codes  0 done  1 something is wrong, or it could not be done  2 wrong usage; verify and restore: 0 good  1 tampered with or lost  2 unusable  3 stale or no quorum
`;

export type Asked =
  | { readonly command: 'help' }
  | { readonly command: 'migrate' | 'doctor' | 'followers' | 'stuck'; readonly json: boolean }
  | { readonly command: 'rebuild workflows' | 'rebuild topics' }
  | ({ readonly command: 'rebuild' } & RebuildAsked)
  | { readonly command: 'unpark'; readonly json: boolean; readonly stream?: string }
  | ({ readonly command: 'figures' } & FiguresAsked)
  | ({ readonly command: 'import' } & ImportAsked)
  | ({ readonly command: 'replay' } & ReplayAsked)
  | ({ readonly command: 'backup' } & BackupAsked)
  | ({ readonly command: 'log begin-anew' } & BeginAnewAsked)
  | ({ readonly command: 'restore' } & RestoreAsked)
  | ({ readonly command: 'archive' } & ArchiveAsked)
  | ({ readonly command: 'bundle' } & BundleAsked)
  | ({ readonly command: 'proof' } & ProofAsked)
  | ({ readonly command: 'verify' } & VerifyAsked)
  | ({ readonly command: 'witness' } & WitnessAsked)
  | { readonly command: 'wrong'; readonly why: string };

const wrong = (zh: string, en: string): Asked => ({ command: 'wrong', why: `${zh}\n${en}` });

const figuresAsked = (words: readonly string[]): Asked => {
  try {
    const { values: { from, to, json, en } } = parseArgs({ args: [...words], options: { from: { type: 'string' }, to: { type: 'string' }, json: { type: 'boolean' }, en: { type: 'boolean' } } });
    if (from === undefined || to === undefined) return wrong('figures 须用 --from 和 --to 写明期间，如 --from 2018-01-01 --to 2018-07-01（不含截止当日）', 'figures takes --from DATE and --to DATE, such as --from 2018-01-01 --to 2018-07-01; the last one is not in it');
    const no = [from, to].find((date) => !civilDate.safeParse(date).success);
    if (no !== undefined) return wrong(`没有 ${no} 这一天，日期须写成 2018-01-01`, `there is no day ${no}; a date is written 2018-01-01`);
    if (from >= to) return wrong(`--to ${to} 须晚于 --from ${from}`, `--to ${to} must lie after --from ${from}`);
    return { command: 'figures', from, to, json: json === true, english: en === true };
  } catch (error) {
    return wrong(`figures 的选项有误：${(error as Error).message}`, `figures: ${(error as Error).message}`); // parseArgs throws nothing else
  }
};

const archiveAsked = (words: readonly string[]): Asked => {
  try {
    const { values: { before, json } } = parseArgs({ args: [...words], options: { before: { type: 'string' }, json: { type: 'boolean' } } });
    if (before === undefined) return wrong('archive 须用 --before 写明日期，如 --before 2020-01-01', 'archive takes --before DATE, such as --before 2020-01-01');
    if (!civilDate.safeParse(before).success) return wrong(`没有 ${before} 这一天，日期须写成 2020-01-01`, `there is no day ${before}; a date is written 2020-01-01`);
    return { command: 'archive', before, json: json === true };
  } catch (error) {
    return wrong(`archive 的选项有误：${(error as Error).message}`, `archive: ${(error as Error).message}`); // parseArgs throws nothing else
  }
};

const replayAsked = (words: readonly string[]): Asked => {
  try {
    const { values, positionals } = parseArgs({ args: [...words], options: { at: { type: 'string' }, json: { type: 'boolean' }, en: { type: 'boolean' } }, allowPositionals: true });
    const [id, ...more] = positionals;
    if (id === undefined || more.length > 0) return wrong(`replay 须指明一件的编号，找到 ${positionals.length} 个：${positionals.join(' ')}`, `replay takes the id of one matter, found ${positionals.length}: ${positionals.join(' ')}`);
    return { command: 'replay', id, json: values.json === true, english: values.en === true, ...(values.at !== undefined && { at: values.at }) };
  } catch (error) {
    return wrong(`replay 的选项有误：${(error as Error).message}`, `replay: ${(error as Error).message}`); // parseArgs throws nothing else
  }
};

const importAsked = (words: readonly string[]): Asked => {
  try {
    const { values, positionals } = parseArgs({ args: [...words], options: { 'dry-run': { type: 'boolean' }, 'vouched-by': { type: 'string' }, json: { type: 'boolean' }, en: { type: 'boolean' } }, allowPositionals: true });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) return wrong(`import 须指明一个文件，找到 ${positionals.length} 个：${positionals.join(' ')}`, `import takes one file, found ${positionals.length}: ${positionals.join(' ')}`);
    if (values['vouched-by']?.trim() === '') return wrong('--vouched-by 须写明由谁对台账内容负责', '--vouched-by names the person who vouches for the ledger');
    return { command: 'import', file, dryRun: values['dry-run'] === true, vouchedBy: values['vouched-by']?.trim(), json: values.json === true, english: values.en === true };
  } catch (error) {
    return wrong(`import 的选项有误：${(error as Error).message}`, `import: ${(error as Error).message}`); // parseArgs throws nothing else
  }
};

const backupAsked = (words: readonly string[]): Asked => {
  try {
    const { values: { keys }, positionals } = parseArgs({ args: [...words], options: { keys: { type: 'string' } }, allowPositionals: true });
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) return wrong(`backup 须指明一个目录，找到 ${positionals.length} 个：${positionals.join(' ')}`, `backup takes one folder, found ${positionals.length}: ${positionals.join(' ')}`);
    return { command: 'backup', folder, ...(keys !== undefined && { keys }) };
  } catch (error) {
    return wrong(`backup 的选项有误：${(error as Error).message}`, `backup: ${(error as Error).message}`); // parseArgs throws nothing else
  }
};

const beginAnewAsked = (words: readonly string[]): Asked => {
  const options = { reason: { type: 'string' }, 'approved-by': { type: 'string', multiple: true }, seen: { type: 'string', multiple: true } } as const;
  try {
    if (words[0] !== 'begin-anew') return wrong(`log 只有 begin-anew：${words.join(' ')}`, `log takes begin-anew: ${words.join(' ')}`);
    const { values: { reason = '', 'approved-by': named = [], seen = [] } } = parseArgs({ args: words.slice(1), options });
    const [one = '', two = '', ...more] = named.map((name) => name.trim());
    if (reason.trim() === '' || one === '' || two === '' || one === two || more.length > 0)
      return wrong(`begin-anew 须写明 --reason，并由两名不同的人批准（--approved-by 两次），找到：${named.join('、')}`, `begin-anew takes --reason and two different persons, each with --approved-by; found: ${named.join(', ')}`);
    return { command: 'log begin-anew', reason: reason.trim(), approvals: [one, two], seen };
  } catch (error) {
    return wrong(`log begin-anew 的选项有误：${(error as Error).message}`, `log begin-anew: ${(error as Error).message}`); // parseArgs throws nothing else
  }
};

const restoreAsked = (words: readonly string[]): Asked => {
  const options = { keys: { type: 'string' }, into: { type: 'string' }, trust: { type: 'string' }, seen: { type: 'string', multiple: true } } as const;
  try {
    const { values: { seen = [], ...values }, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) return wrong(`restore 须指明一个备份目录，找到 ${positionals.length} 个：${positionals.join(' ')}`, `restore takes the folder of one backup, found ${positionals.length}: ${positionals.join(' ')}`);
    return { command: 'restore', folder, seen, ...values };
  } catch (error) {
    return wrong(`restore 的选项有误：${(error as Error).message}`, `restore: ${(error as Error).message}`); // parseArgs throws nothing else
  }
};

const bundleAsked = (words: readonly string[]): Asked => {
  try {
    const { values: { sm3 = false }, positionals: [id, out, ...more] } = parseArgs({ args: [...words], options: { sm3: { type: 'boolean' } }, allowPositionals: true });
    if (id === undefined || out === undefined || more.length > 0) return wrong(`bundle 须指明一件的编号（整个日志为 log）和写入的文件：bundle ${words.join(' ')}`, `bundle takes the id of one matter (log for the whole log) and the file to write: bundle ${words.join(' ')}`);
    return { command: 'bundle', id, out, sm3 };
  } catch (error) {
    return wrong(`bundle 的选项有误：${(error as Error).message}`, `bundle: ${(error as Error).message}`); // parseArgs throws nothing else
  }
};

const proofAsked = (words: readonly string[]): Asked => {
  try {
    const { values: { sm3 = false }, positionals: [event, out, ...more] } = parseArgs({ args: [...words], options: { sm3: { type: 'boolean' } }, allowPositionals: true });
    if (event === undefined || more.length > 0) return wrong(`proof 须指明一个事件，可再指明写入的文件：proof ${words.join(' ')}`, `proof takes one event, and a file to write if you like: proof ${words.join(' ')}`);
    return { command: 'proof', event, sm3, ...(out !== undefined && { out }) };
  } catch (error) {
    return wrong(`proof 的选项有误：${(error as Error).message}`, `proof: ${(error as Error).message}`); // parseArgs throws nothing else
  }
};

const verifyAsked = (words: readonly string[]): Asked => {
  const options = { database: { type: 'boolean' }, sm3: { type: 'boolean' }, trust: { type: 'string' }, seen: { type: 'string', multiple: true }, json: { type: 'boolean' } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    const [bundle] = positionals;
    if (positionals.length + (values.database ? 1 : 0) !== 1) return wrong(`verify 须指明一个案卷文件或 --database：${words.join(' ')}`, `verify takes one file, or --database: ${words.join(' ')}`);
    if (values.sm3 && bundle !== undefined) return wrong(`--sm3 只与 --database 同用，文件自己说明属于哪个日志：${words.join(' ')}`, `--sm3 goes with --database; a file says itself of which log it is: ${words.join(' ')}`);
    return { command: 'verify', sm3: values.sm3 === true, seen: values.seen ?? [], json: values.json === true, ...(bundle !== undefined && { bundle }), ...(values.trust !== undefined && { trust: values.trust }) };
  } catch (error) {
    return wrong(`verify 的选项有误：${(error as Error).message}`, `verify: ${(error as Error).message}`); // parseArgs throws nothing else
  }
};

const witnessAsked = (words: readonly string[]): Asked => {
  try {
    const { values } = parseArgs({ args: [...words], options: { logs: { type: 'string' }, folder: { type: 'string' }, port: { type: 'string', default: '3911' } } });
    const port = Number(values.port);
    if (values.logs === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) return wrong(`witness 须有 --logs 文件，--port 为 0 至 65535：${words.join(' ')}`, `witness takes --logs FILE, and --port from 0 to 65535: ${words.join(' ')}`);
    return { command: 'witness', logs: values.logs, port, ...(values.folder !== undefined && { folder: values.folder }) };
  } catch (error) {
    return wrong(`witness 的选项有误：${(error as Error).message}`, `witness: ${(error as Error).message}`); // parseArgs throws nothing else
  }
};

const rebuildAsked = (words: readonly string[]): Asked => {
  try {
    const { values, positionals: [name = '', ...more] } = parseArgs({ args: [...words], options: { check: { type: 'boolean' }, json: { type: 'boolean' } }, allowPositionals: true });
    const what = rebuilt.find((each) => each === (name === 'figures' ? 'read-models' : name)); // figures are kept with the rest
    if (what === undefined || more.length > 0) return wrong(`rebuild 须指明 ${rebuilt.join('、')}、workflows 或 topics 之一：${words.join(' ')}`, `rebuild takes one of ${rebuilt.join(', ')}, workflows, topics: rebuild ${words.join(' ')}`);
    if (values.check && what !== 'read-models') return wrong(`--check 只用于 read-models：rebuild ${words.join(' ')}`, `--check goes with read-models only: rebuild ${words.join(' ')}`);
    return { command: 'rebuild', what, check: values.check === true, json: values.json === true };
  } catch (error) {
    return wrong(`rebuild 的选项有误：${(error as Error).message}`, `rebuild: ${(error as Error).message}`); // parseArgs throws nothing else
  }
};

/** What was asked on the command line. A word too many is refused, never left out of account. */
export const asked = (words: readonly string[]): Asked => {
  if (words.length === 0 || words.includes('--help') || words.includes('-h')) return { command: 'help' };
  if (words[0] === 'backup') return backupAsked(words.slice(1));
  if (words[0] === 'log') return beginAnewAsked(words.slice(1));
  if (words[0] === 'restore') return restoreAsked(words.slice(1));
  if (words[0] === 'archive') return archiveAsked(words.slice(1));
  if (words[0] === 'figures') return figuresAsked(words.slice(1));
  if (words[0] === 'import') return importAsked(words.slice(1));
  if (words[0] === 'replay') return replayAsked(words.slice(1));
  if (words[0] === 'verify') return verifyAsked(words.slice(1));
  if (words[0] === 'bundle') return bundleAsked(words.slice(1));
  if (words[0] === 'proof') return proofAsked(words.slice(1));
  if (words[0] === 'witness') return witnessAsked(words.slice(1));
  if (words[0] === 'rebuild' && !(words.length === 2 && (words[1] === 'workflows' || words[1] === 'topics'))) return rebuildAsked(words.slice(1));
  const option = words.find((word) => word.startsWith('-') && word !== '--json');
  if (option !== undefined) return wrong(`没有选项 ${option}`, `there is no option ${option}`);
  const json = words.includes('--json');
  const [command = '', ...rest] = words.filter((word) => word !== '--json');
  const [first, ...more] = rest;
  const answer = ((): Asked | undefined => {
    if ((command === 'migrate' || command === 'doctor' || command === 'followers' || command === 'stuck') && first === undefined) return { command, json };
    if (command === 'unpark' && more.length === 0) return { command, json, ...(first !== undefined && { stream: first }) };
    if (command === 'rebuild' && (first === 'workflows' || first === 'topics')) return { command: `rebuild ${first}` };
    return undefined;
  })();
  return answer ?? wrong(`不认识的命令：${words.join(' ')}`, `not a command: ${words.join(' ')}`);
};
