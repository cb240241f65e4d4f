import { PaperClipOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useSay } from '../language';
import { words } from '../words';
import { hashFile } from './hash-file';

export type Hashed = { readonly file: string; readonly sha256: string };

/** Chooses a file and works out its checksum; the file goes nowhere. */
export const FileButton = ({ label, chosen, onHashed }: { label: string; chosen: boolean; onHashed: (hashed: Hashed) => void }) => {
  const say = useSay();
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<'ready' | 'hashing' | 'failed'>('ready');
  const read = async (file: File) => {
    setState('hashing');
    try {
      onHashed({ file: file.name, sha256: await hashFile(file) });
      setState('ready');
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <input
        ref={input} type="file" className="visually-hidden" tabIndex={-1} aria-label={label}
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = ''; // the same file may be chosen again after it was edited
          if (file) void read(file);
        }}
      />
      <Button icon={<PaperClipOutlined aria-hidden />} loading={state === 'hashing'} onClick={() => input.current?.click()} aria-label={`${label} ${say(chosen ? words.changeFile : words.chooseFile)}`}>
        {say(state === 'hashing' ? words.hashing : chosen ? words.changeFile : words.chooseFile)}
      </Button>
      {state === 'failed' && <div className="fault" role="alert">{say(words.cannotHash)}</div>}
    </>
  );
};
