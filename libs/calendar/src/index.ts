export * from './civil-date';
export * from './instant';
export { adopted, isWorkingDay, type HolidayCalendar } from './holiday-calendar';
export * from './counting';
