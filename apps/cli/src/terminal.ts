/** Where a command talks to whoever started it. */
export type Terminal = { readonly say: (text: string) => void; readonly json: (value: unknown) => void; readonly progress: (text: string) => void };

/** What was read from somebody's file does not move the cursor, hide a line or ring a bell. */
const tame = (text: string) => text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Progress overwrites its own line on a screen; in a log it is told at most once a second. */
export const terminal = (out: NodeJS.WriteStream): Terminal => {
  let told = 0;
  let open = false;
  const close = () => {
    if (open) out.write('\n');
    open = false;
  };
  return {
    say: (text) => {
      close();
      out.write(`${tame(text)}\n`);
    },
    json: (value) => void out.write(`${JSON.stringify(value, null, 2)}\n`),
    progress: (text) => {
      if (out.isTTY) {
        out.write(`\r\u001b[K${text}`);
        open = true;
      } else if (Date.now() - told >= 1_000) {
        told = Date.now();
        out.write(`${text}\n`);
      }
    },
  };
};
