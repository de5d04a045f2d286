/// Conversations whose every fact was worked out by hand, and of which the reason is told in a word.
let conversations = Script.read(
  """
  # a-feeling-that-is-met u1 电饭煲
  C 10:00:00 urge_delivery anxious none none | 我的电饭煲怎么还没发货啊
  A 10:00:20 apology,empathy,commitment mind_reader | 抱歉让您着急了，今天18点前一定发出
  C 10:01:00 thanks_bye satisfied none none | 好的谢谢
  A 10:01:05 closing none | 不客气
  = emotion anxious anxious#0 satisfied turned #2 apology,empathy,commitment
  = outcome resolved thanked
  = people 2 sum 25 first 20 longest 20 unknown 0
  = price none
  = problem urge_delivery 2 negative
  = feeling anxious commitment met eased
  = answers 1 repeated 0
  = stages 1 0 0 1
  # a-bot-that-repeats-itself u1 电饭煲
  C 09:00:00 logistics_tracking neutral none none | 我的快递到哪了
  B 09:00:01 canned repeater | 亲，请您耐心等待，快递正在路上
  C 09:05:00 urge_delivery angry none none | 都五天了，你们到底管不管
  B 09:05:01 canned repeater | 亲亲，请您耐心等待，快递正在路上哦
  C 09:06:00 human_agent angry none none | 转人工
  B 09:06:01 canned repeater | 亲，请您耐心等待，快递正在路上
  = emotion neutral angry#4 angry
  = outcome unresolved ended_unhappy
  = human asked true done false
  = bots 3 sum 3 first 1 longest 1 unknown 0
  = price none
  = problem urge_delivery 5 negative
  = problem human_agent 5 negative
  = feeling angry nothing unmet not eased
  = feeling angry nothing unmet silent
  = answers 3 repeated 2
  = stages 0 3 0 0
  # a-sale-missed-by-price u2 -
  C 20:00:00 price_inquiry neutral low weak | 这款多少钱
  A 20:00:30 info navigator | 亲，这款现在是三百二十九元
  C 20:01:00 bargain neutral high weak | 太贵了，便宜点我就拍
  A 20:01:10 info navigator | 亲，店里的价格都是统一的
  C 20:02:00 bargain disappointed high none | 算了，别家便宜
  = emotion neutral disappointed#4 disappointed
  = outcome unresolved not_answered
  = people 2 sum 40 first 30 longest 30 unknown 0
  = price high
  = purchase weak missed price no_answer
  = problem bargain 4 negative
  = feeling disappointed silence unmet silent
  = answers 2 repeated 0
  = stages 0 0 2 0
  # a-promise-to-buy u3 衬衫
  C 21:00:00 availability neutral none weak | 黑色L码还有吗
  A 21:00:05 info navigator | 有的，现在下单明天就能发
  C 21:00:30 purchase_intent satisfied none strong | 好，那我拍了
  A 21:00:40 closing none | 感谢您的支持
  = emotion neutral neutral#0 satisfied
  = outcome resolved thanked
  = people 2 sum 15 first 5 longest 10 unknown 0
  = price none
  = purchase strong promised - -
  = answers 1 repeated 0
  = stages 1 0 1 0
  # no-times-an-image-a-system-turn u4 电饭煲
  C - image
  C - quality_issue disappointed none none | 收到就是坏的
  A - ask_info none | 麻烦您提供一下订单号
  C - provide_info neutral none none | 12345
  S - | 客服已离开
  = emotion disappointed disappointed#1 neutral turned #3 ask_info
  = outcome unresolved not_answered
  = people 0 sum 0 first - longest 0 unknown 1
  = price none
  = problem quality_issue 4 negative
  = feeling disappointed nothing unmet eased
  = answers 0 repeated 0
  = stages 1 0 0 0
  # a-bot-gives-way-to-a-person u5 -
  C 08:00:00 refund_status anxious none none | 退款什么时候到账
  B 08:00:02 info repeater | 退款一般三到七个工作日到账
  C 08:00:30 human_agent neutral none none | 人工
  A 08:03:30 apology,solution navigator | 抱歉久等，已为您加急，今天到账
  C 08:04:00 ack neutral none none | 好的
  = emotion anxious anxious#0 neutral turned #2 info
  = outcome resolved accepted
  = human asked true done true
  = people 1 sum 180 first 180 longest 180 unknown 0
  = bots 1 sum 2 first 2 longest 2 unknown 0
  = price none
  = problem refund_status 2 negative
  = feeling anxious nothing unmet eased
  = answers 2 repeated 0
  = stages 0 1 1 0
  # an-objection-met-by-a-coupon u6 衬衫
  C 12:00:00 bargain neutral high weak | 能不能再便宜二十
  A 12:00:15 compensation navigator | 给您申请了二十元优惠券，直接下单可用
  = emotion neutral neutral#0 neutral
  = outcome unknown not_confirmed
  = people 1 sum 15 first 15 longest 15 unknown 0
  = price high
  = purchase weak open - -
  = problem bargain 0
  = answers 1 repeated 0
  = stages 0 0 1 0
  # doubt-met-by-a-formula u7 奶粉
  C 15:00:00 product_question anxious none weak | 会不会是假货啊
  A 15:00:10 canned repeater | 亲，本店支持七天无理由退换哦
  = emotion anxious anxious#0 anxious
  = outcome unresolved ended_unhappy
  = people 1 sum 10 first 10 longest 10 unknown 0
  = price none
  = purchase weak missed trust only_formulas
  = problem product_question 3 negative
  = feeling anxious nothing unmet silent
  = answers 1 repeated 0
  = stages 0 1 0 0
  # doubt-met-by-a-promise u8 奶粉
  C 15:00:00 product_question anxious none weak | 用久了会不会坏
  A 15:00:10 empathy,info,commitment mind_reader | 理解您的担心，我们质保三年，坏了一定换新
  = emotion anxious anxious#0 anxious
  = outcome unknown not_confirmed
  = people 1 sum 10 first 10 longest 10 unknown 0
  = price none
  = purchase weak open - -
  = problem product_question 2 negative
  = feeling anxious commitment met silent
  = answers 1 repeated 0
  = stages 0 0 0 1
  # left-on-hold u9 -
  C 11:00:00 order_status confused none none | 为什么显示已取消
  A 11:00:20 hold none | 请稍等，我帮您查一下
  = emotion confused confused#0 confused
  = outcome unresolved only_formulas
  = people 1 sum 20 first 20 longest 20 unknown 0
  = price none
  = problem order_status 2 negative
  = feeling confused nothing unmet silent
  = answers 0 repeated 0
  = stages 1 0 0 0
  # confusion-explained-while-the-clock-runs-backwards u10 -
  C 11:00:30 payment confused none none | 为什么付不了款
  A 11:00:10 solution navigator | 您的银行卡限额了，换一张卡即可
  C 11:01:00 ack neutral none none | 可以了
  = emotion confused confused#0 neutral turned #2 solution
  = outcome resolved accepted
  = people 0 sum 0 first - longest 0 unknown 1
  = price none
  = problem payment 1 negative
  = feeling confused useful_answer met eased
  = answers 1 repeated 0
  = stages 0 0 1 0
  # a-condition-met-and-bought u11 衬衫
  C 10:00:00 bargain neutral high strong | 便宜十块我马上拍
  A 10:01:00 compensation navigator | 可以的，已经改价
  C 10:02:00 purchase_intent satisfied none strong | 拍好了
  = emotion neutral neutral#0 satisfied
  = outcome resolved thanked
  = people 1 sum 60 first 60 longest 60 unknown 0
  = price high
  = purchase strong promised - -
  = problem bargain 0
  = answers 1 repeated 0
  = stages 0 0 1 0
  # nothing-asked - -
  C 10:00:00 greeting neutral none none | 在吗
  A 10:00:03 greeting none | 在的亲
  = emotion neutral neutral#0 neutral
  = outcome unknown no_request
  = people 1 sum 3 first 3 longest 3 unknown 0
  = price none
  = answers 0 repeated 0
  = stages 1 0 0 0
  # the-shop-speaks-first-and-hands-over u12 -
  B 10:00:00 greeting none | 您好
  C 10:00:10 complaint angry none none | 你们骗人，我要投诉
  A 10:00:40 apology,transfer none | 抱歉，马上为您转给主管
  = emotion angry angry#1 angry
  = outcome unknown handed_over
  = human asked false done true
  = people 1 sum 30 first 30 longest 30 unknown 0
  = price none
  = problem complaint 4 negative
  = feeling angry apology_only met silent
  = answers 0 repeated 0
  = stages 2 0 0 0
  # two-wishes-two-messages-one-answer u13 衬衫
  C 10:00:00 exchange,promotion_inquiry neutral medium none | 我要把L码换成M码，顺便问下有没有优惠
  C 10:00:20 follow_up anxious none none | 在吗？怎么不回
  A 10:02:00 apology,solution,info navigator | 抱歉，已为您登记换货，目前没有优惠
  C 10:03:00 ack disappointed none none | 好吧
  = emotion neutral disappointed#3 disappointed
  = outcome unresolved ended_unhappy
  = people 1 sum 120 first 120 longest 120 unknown 0
  = price medium
  = problem follow_up 3 negative
  = feeling anxious useful_answer met not eased
  = feeling disappointed silence unmet silent
  = answers 1 repeated 0
  = stages 0 0 1 0
  """)
