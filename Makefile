# 两条命令：make（生成网站和全部下载件）、make test（运行全部测试）。没有 make 的机器用 python scripts/run.py 命令名。
PYTHON ?= python3
VERBS := build print exam test check serve bench verify clean fix new rename withdraw impact laws diff schema release register-ids

.DEFAULT_GOAL := build
.PHONY: $(VERBS)
$(VERBS):
	@$(PYTHON) scripts/run.py $@ $(ARGS)
