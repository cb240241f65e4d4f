import type { ThemeConfig } from 'antd';

/** Whoever asked their system for less motion gets none: drawers and lists are there, or gone, at once. */
const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Calm and dense; the fonts are the machine's own. */
export const theme: ThemeConfig = {
  token: {
    motion: !still,
    colorPrimary: '#244d78',
    colorInfo: '#244d78',
    colorLink: '#1d5a96',
    colorBgLayout: '#f4f5f7',
    borderRadius: 4,
    fontFamily: "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif",
  },
  components: {
    Layout: { headerBg: '#ffffff', headerPadding: 0, headerHeight: 'auto' },
    Card: { headerHeight: 40, bodyPadding: 16, headerPadding: 16 },
    Table: { cellPaddingBlockSM: 7 },
    Form: { itemMarginBottom: 20, verticalLabelPadding: '0 0 4px' },
    Descriptions: { itemPaddingBottom: 8 },
  },
};
