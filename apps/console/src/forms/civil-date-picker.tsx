import { DatePicker, type DatePickerProps } from 'antd';
import dayjs from 'dayjs';

type Props = Omit<DatePickerProps, 'value' | 'defaultValue' | 'onChange' | 'maxDate' | 'multiple' | 'onKeyDown'> & { readonly value?: string | undefined; readonly onChange?: (date: string | undefined) => void; readonly latest?: string };

/** As the house writes a date, and as people type one. */
const typed = ['YYYY-MM-DD', 'YYYY-M-D', 'YYYYMMDD', 'YYYY/MM/DD', 'YYYY/M/D', 'YYYY.MM.DD', 'YYYY.M.D', 'YYYY年MM月DD日', 'YYYY年M月D日'];

/** A date as the house writes it, `YYYY-MM-DD`, never an instant. Enter takes the date; it does not send the form. */
export const CivilDatePicker = ({ value, onChange, latest, ...rest }: Props) => (
  <DatePicker
    {...rest} format={typed} value={value === undefined || value === '' ? null : dayjs(value)} {...(latest !== undefined && { maxDate: dayjs(latest) })}
    onChange={(date: dayjs.Dayjs | null) => onChange?.(date?.format('YYYY-MM-DD'))}
    onKeyDown={(event) => {
      if (event.key === 'Enter') event.preventDefault();
    }}
  />
);
