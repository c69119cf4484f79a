"""The checklists that come with the program, one file a notice. Exact wording comes in by import."""

from inspectapp.checklists.packs import archives, dongsheng, lookback, pingyang

SHIPPED = (
    dongsheng.PACK,
    lookback.PACK,
    archives.INSTITUTIONS,
    archives.EXAM_SITES,
    pingyang.INSTITUTIONS,
    pingyang.ENTERPRISES,
)
