# 两条命令：make（生成网站和全部下载件）、make test（运行全部测试）。没有 make 的机器用 python scripts/run.py 命令名。
PYTHON ?= python3
VERBS := build test check serve print exam verify new rename withdraw fix impact district laws diff article-facts register-ids schema changed-pages release review ledger bench clean

.DEFAULT_GOAL := build
.PHONY: $(VERBS)
$(VERBS):
	@$(PYTHON) scripts/run.py $@ $(ARGS)

# What is no command is told by the program, in Chinese, with the nearest that is.
.DEFAULT:
	@$(PYTHON) scripts/run.py $@ $(ARGS)
