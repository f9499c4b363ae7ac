-- Remembers an import, so that a second one changes nothing.
insert into file_import (digest, dataset, niche, visit_no, report)
values ($digest, $dataset, $niche, $visit_no, $report)
