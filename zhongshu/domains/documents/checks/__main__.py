import sys

from zhongshu.domains.documents.checks.program import main

sys.exit(main())
