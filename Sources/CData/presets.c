// The files of files/presets. A new file: its bytes, and its line in the table, both in the order of names.
#include "CData.h"

static const uint8_t aliyun_sca[] = {
#embed "files/presets/aliyun-sca.yaml"
};
static const uint8_t convokit[] = {
#embed "files/presets/convokit.yaml"
};
static const uint8_t dongdong[] = {
#embed "files/presets/dongdong.yaml"
};
static const uint8_t freshchat[] = {
#embed "files/presets/freshchat.yaml"
};
static const uint8_t gorgias[] = {
#embed "files/presets/gorgias.yaml"
};
static const uint8_t intercom[] = {
#embed "files/presets/intercom.yaml"
};
static const uint8_t jddc[] = {
#embed "files/presets/jddc.yaml"
};
static const uint8_t livechat[] = {
#embed "files/presets/livechat.yaml"
};
static const uint8_t openai[] = {
#embed "files/presets/openai.yaml"
};
static const uint8_t pinduoduo[] = {
#embed "files/presets/pinduoduo.yaml"
};
static const uint8_t qianniu_csv[] = {
#embed "files/presets/qianniu-csv.yaml"
};
static const uint8_t qianniu_json[] = {
#embed "files/presets/qianniu-json.yaml"
};
static const uint8_t taobao_top[] = {
#embed "files/presets/taobao-top.yaml"
};
static const uint8_t twcs[] = {
#embed "files/presets/twcs.yaml"
};
static const uint8_t wechat_kf[] = {
#embed "files/presets/wechat-kf.yaml"
};
static const uint8_t zendesk_chat[] = {
#embed "files/presets/zendesk-chat.yaml"
};

static const struct cdata_file files[] = {
    {"aliyun-sca.yaml", aliyun_sca, sizeof aliyun_sca},
    {"convokit.yaml", convokit, sizeof convokit},
    {"dongdong.yaml", dongdong, sizeof dongdong},
    {"freshchat.yaml", freshchat, sizeof freshchat},
    {"gorgias.yaml", gorgias, sizeof gorgias},
    {"intercom.yaml", intercom, sizeof intercom},
    {"jddc.yaml", jddc, sizeof jddc},
    {"livechat.yaml", livechat, sizeof livechat},
    {"openai.yaml", openai, sizeof openai},
    {"pinduoduo.yaml", pinduoduo, sizeof pinduoduo},
    {"qianniu-csv.yaml", qianniu_csv, sizeof qianniu_csv},
    {"qianniu-json.yaml", qianniu_json, sizeof qianniu_json},
    {"taobao-top.yaml", taobao_top, sizeof taobao_top},
    {"twcs.yaml", twcs, sizeof twcs},
    {"wechat-kf.yaml", wechat_kf, sizeof wechat_kf},
    {"zendesk-chat.yaml", zendesk_chat, sizeof zendesk_chat},
};

const struct cdata_file *cdata_presets(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
